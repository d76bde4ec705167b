class WorkerSettings(
    functions = [

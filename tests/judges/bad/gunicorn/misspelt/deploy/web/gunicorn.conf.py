wokers = 2
if wokers:
    time_out = 3


def worker_exti(server, worker):
    pass

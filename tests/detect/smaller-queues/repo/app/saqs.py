from saq import Queue

queue = Queue.from_url("redis://localhost")
settings = {"queue": queue, "functions": [], "cron_jobs": []}

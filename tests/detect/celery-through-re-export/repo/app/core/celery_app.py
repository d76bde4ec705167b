from celery import Celery

celery = Celery("shop", broker="redis://localhost:6379/0")
celery.conf.task_routes = {"app.worker.send": {"queue": "mail"}}
celery.conf.beat_schedule = {"clean": {"task": "app.worker.clean", "schedule": 3600.0}}

from celery import Celery

queue = Celery("jobs")

from celery import Celery

celery = Celery("test")

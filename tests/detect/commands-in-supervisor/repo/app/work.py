from celery import Celery

work = Celery(include=["app.main"])

from app.core.celery_app import celery


@celery.task
def send(address: str) -> None: ...


@celery.task
def clean() -> None: ...

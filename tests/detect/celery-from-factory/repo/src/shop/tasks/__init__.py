from celery import Celery


def make() -> Celery:
    app = Celery("shop")
    app.config_from_object("shop.tasks.config")
    app.autodiscover_tasks(["shop.tasks"])
    return app


tasks = make()

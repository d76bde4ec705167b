from celery import Celery, Task
from flask import Flask

from hello.extensions import db
from hello.user import models


def create_celery_app(app=None):
    app = app or create_app()

    class FlaskTask(Task):
        def __call__(self, *args, **kwargs):
            with app.app_context():
                return self.run(*args, **kwargs)

    celery = Celery(app.import_name, task_cls=FlaskTask)
    celery.conf.update(app.config.get("CELERY_CONFIG", {}))
    return celery


def create_app(settings_override=None):
    app = Flask(__name__)
    app.config.from_object("config.settings")
    if settings_override:
        app.config.update(settings_override)
    db.init_app(app)
    return app


celery_app = create_celery_app()

import importlib
import pkgutil

from alembic import context

from app.core.base import Base


def import_models(name):
    package = importlib.import_module(name)
    for _, module, _ in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module)


import_models("app.models")
target_metadata = Base.metadata

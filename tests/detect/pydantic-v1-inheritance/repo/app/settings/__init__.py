from app.settings.base import Stage
from app.settings.development import DevelopmentSettings
from app.settings.production import ProductionSettings
from app.settings.test import TestSettings


def load():
    return {Stage.live: ProductionSettings, Stage.dev: DevelopmentSettings, Stage.test: TestSettings}[Stage.live]()

"""Imported whenever Python starts in this image (see `install`): keeps the settings module.

Many a `manage.py`, `wsgi.py` or `celery.py` assigns DJANGO_SETTINGS_MODULE, and would bypass
the kit's settings. Such an assignment is ignored, unless `--settings` was asked for.
"""

import os
import sys

VARIABLE, OVERLAY = "DJANGO_SETTINGS_MODULE", "shipready_kit.django.settings"


class _Environment(type(os.environ)):
    def __setitem__(self, name, value):
        asked = any(word.startswith("--settings") for word in getattr(sys, "argv", ()))
        if name == VARIABLE and not asked:
            value = OVERLAY
        super().__setitem__(name, value)


if os.environ.get(VARIABLE) == OVERLAY:
    os.environ.__class__ = _Environment

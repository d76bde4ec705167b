"""Runs inside gunicorn's own environment: prints the settings that this version knows, one a line.

With arguments it takes them as gunicorn's own and loads the worker class, which --check-config leaves to the start.
"""

import sys

from gunicorn.app.wsgiapp import WSGIApplication
from gunicorn.config import KNOWN_SETTINGS

if len(sys.argv) > 1:
    print(WSGIApplication().cfg.worker_class)
else:
    for setting in KNOWN_SETTINGS:
        print(setting.name)

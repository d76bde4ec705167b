import os

from .base import *

DEBUG = True
TOOLBAR = os.environ["ONLY_IN_DEVELOPMENT"]

try:
    from .local import *
except ImportError:
    pass

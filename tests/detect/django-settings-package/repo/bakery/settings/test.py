import os

from .base import *

STATIC_ROOT = os.environ["ONLY_IN_TESTS"]

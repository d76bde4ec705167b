from .base import *

DEBUG = False
STATIC_ROOT = "static"

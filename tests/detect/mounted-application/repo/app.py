from v2 import app

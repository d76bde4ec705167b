import os

DEBUG = True
X = os.environ["ONLY_IN_DEVELOPMENT"]

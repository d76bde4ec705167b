import os

SOURCE = os.environ["ONLY_BY_HAND"]

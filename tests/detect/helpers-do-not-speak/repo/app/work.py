import os

os.environ.get("HOSTNAME")
os.environ.get("QUEUE")

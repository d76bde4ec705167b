import os

from flask import Flask
from redis import Redis
from rq import Queue

app = Flask(__name__)
mails = Queue("high", connection=Redis.from_url(os.environ["REDIS_URL"]))

from threading import Thread

from flask import Flask

app = Flask(__name__)


@app.route("/")
def home():
    return "I am alive"


def run():
    app.run(host="0.0.0.0", port=8080)


def stay_awake():
    Thread(target=run).start()

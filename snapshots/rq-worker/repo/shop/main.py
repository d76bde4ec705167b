from flask import Flask

from shop.jobs import mails, send

app = Flask(__name__)


@app.post("/mails/<address>")
def begin(address: str) -> str:
    return mails.enqueue(send, address).id

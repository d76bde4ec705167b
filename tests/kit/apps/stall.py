"""A Flask application as people write them: nothing in it knows of the kit."""

import logging
import os
import time
from pathlib import Path

from flask import Blueprint, Flask, Response, jsonify, request, send_file, session

log = logging.getLogger("stall")
items = Blueprint("items", __name__, url_prefix="/api/<version>")


@items.route("/items/<int:item_id>/<path:rest>")
def item(version, item_id, rest):
    return jsonify([version, item_id, rest])


def create_app():
    app = Flask(__name__)
    app.config.update(DEBUG=True, SECRET_KEY="of-the-tests")
    app.debug = True
    app.register_blueprint(items)
    answers(app)
    parts(app)
    return app


def answers(app):
    @app.route("/")
    def home():
        return "<h1>stall</h1>"

    @app.route("/slow")
    def slow():
        time.sleep(float(request.args.get("seconds", 1)))
        return '"done"'

    @app.route("/pid")
    def pid():
        return str(os.getpid())

    @app.route("/boom")
    def boom():
        raise RuntimeError("the card number is 4111")

    @app.route("/own-headers")
    def own_headers():
        headers = {"X-Frame-Options": "DENY", "Content-Security-Policy": "default-src 'none'"}
        return "mine", 200, {**headers, "X-Request-ID": "of-the-application"}

    @app.route("/log")
    def log_something():
        log.warning("said %s", request.args["text"], extra={"order": 7})
        print("a stray print")
        return "logged"

    @app.route("/who")
    def who():
        return jsonify([request.remote_addr, request.scheme, request.headers["X-Request-ID"]])

    @app.route("/remember")
    def remember():
        session["name"] = "ann"
        return "remembered"


def parts(app):
    @app.route("/events")
    def events():
        def feed():
            while True:
                yield "data: tick\n\n"
                time.sleep(0.1)

        return Response(feed(), mimetype="text/event-stream")

    @app.route("/cut")
    def cut():
        def feed():
            yield "first"
            raise RuntimeError("in the middle")

        return Response(feed())

    @app.route("/late")
    def late():
        def feed():
            raise RuntimeError("before the first part")
            yield ""

        return Response(feed())

    @app.route("/download")
    def download():
        Path("download.bin").write_bytes(bytes(range(256)) * 4096)
        return send_file(Path("download.bin").resolve())

    @app.route("/upload", methods=["POST"])
    def upload():
        return str(len(request.get_data()))


class Refused(Exception):
    pass


def polite():
    """With pages and settings of its own."""
    app = create_app()
    app.config.update(SESSION_COOKIE_SECURE=False, SESSION_COOKIE_SAMESITE="Strict")

    @app.errorhandler(500)
    def broken(_error):
        return jsonify(error="own page"), 500

    @app.errorhandler(404)
    def unknown(_error):
        return "own 404", 404

    return app


def bare(environ, start_response):
    """No framework; a body that fails before it begins, and the old way to write."""
    if environ["PATH_INFO"] == "/boom":
        raise RuntimeError("at once")
    if environ["PATH_INFO"] == "/nothing":
        return []
    write = start_response("200 OK", [("Content-Type", "text/plain")])
    if environ["PATH_INFO"] == "/write":
        write(b"written ")
    return [b"bare"]

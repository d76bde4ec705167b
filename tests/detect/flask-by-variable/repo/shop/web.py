from flask import Flask


def make_app(config="production"):
    return Flask(__name__)


def make_admin():
    return Flask("admin")

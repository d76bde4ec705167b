from flask import Flask


def create_app(name):
    app = Flask(__name__)
    app.config.from_object(f"shop.config.{name}")
    return app

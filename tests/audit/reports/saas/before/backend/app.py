"""The API of Kettle."""

from flask import Flask, jsonify
from flask_compress import Compress
from flask_cors import CORS
from flask_migrate import Migrate

from auth import auth, signed_in
from billing import billing
from config import CORS_ORIGINS
from models import House, db

app = Flask(__name__)
app.config.from_object("config")
db.init_app(app)
Migrate(app, db)
Compress(app)
CORS(app, origins=CORS_ORIGINS, supports_credentials=True)
app.register_blueprint(auth)
app.register_blueprint(billing)


@app.after_request
def headers(answer):
    answer.headers["Content-Security-Policy"] = "default-src 'self'"
    return answer


@app.get("/api/house")
def house():
    found = db.session.get(House, signed_in().house_id)
    return jsonify(name=found.name, months=found.months)

"""The API of Kettle."""

from flask import Flask, jsonify
from flask_compress import Compress
from flask_cors import CORS
from flask_migrate import Migrate
from flask_talisman import Talisman
from prometheus_client import make_wsgi_app
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from auth import auth, signed_in
from billing import billing
from config import settings
from extensions import csrf, limiter
from models import House, db

app = Flask(__name__)
# One proxy stands in front. It leads nobody to the counters: it knows `/api` alone.
app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)
app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/internal/metrics": make_wsgi_app()})
app.config.from_object("config")
db.init_app(app)
Migrate(app, db)
Compress(app)
csrf.init_app(app)
limiter.init_app(app)
CORS(app, origins=settings.cors_origins, supports_credentials=True)
Talisman(
    app,
    force_https=settings.force_https,
    strict_transport_security_max_age=31_536_000,
    strict_transport_security_include_subdomains=True,
    strict_transport_security_preload=True,
    frame_options="DENY",
    content_security_policy={"default-src": "'none'", "frame-ancestors": "'none'"},
)
app.register_blueprint(auth)
app.register_blueprint(billing)


@app.get("/api/house")
def house():
    found = db.session.get(House, signed_in().house_id)
    return jsonify(name=found.name, months=found.months)

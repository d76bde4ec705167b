from flask import Blueprint, Flask

bp = Blueprint("notes", __name__)

application = Flask(__name__)
application.register_blueprint(bp, url_prefix="/v1/notes")

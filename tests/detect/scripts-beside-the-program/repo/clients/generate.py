import json
import os

from lamp.main import app

with open("clients/openapi.json", "w") as file:
    json.dump(app.openapi(), file)
TOKEN = os.environ["REGISTRY_TOKEN"]

"""Doppler, by its interface for programs: two calls, for which no library is needed."""

import json
import os
import urllib.parse
import urllib.request
from pathlib import Path

ADDRESS = os.environ.get("DOPPLER_API_HOST") or "https://api.doppler.com"
SECRETS = "/v3/configs/config/secrets"
TOKEN = Path("/run/secrets/DOPPLER_TOKEN")


class Client:
    """With the service token of this stack, or with the token of a person."""

    def __init__(self, credential=None):
        self.token = credential or TOKEN.read_text().strip()
        self.config = {"project": os.environ["DOPPLER_PROJECT"], "config": os.environ["DOPPLER_CONFIG"]}
        query = urllib.parse.urlencode({**self.config, "format": "json"})
        self.values = self._call(f"{SECRETS}/download?{query}")

    def get(self, name):
        return self.values.get(name)

    def create(self, name, value):
        if name in self.values:
            return False
        self.put(name, value)
        return True

    def put(self, name, value):
        self._call(SECRETS, {**self.config, "secrets": {name: value}})

    def _call(self, path, body=None):
        request = urllib.request.Request(
            ADDRESS + path,
            data=json.dumps(body).encode() if body else None,
            headers={
                "Authorization": f"Bearer {self.token}",
                "Accept": "application/json",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

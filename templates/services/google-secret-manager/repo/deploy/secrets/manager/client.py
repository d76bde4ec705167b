"""Google Secret Manager. SECRET_KEY is the secret `<prefix>-SECRET_KEY` of the project; its newest version counts."""

import os

from google.api_core.exceptions import AlreadyExists, NotFound
from google.cloud.secretmanager_v1 import SecretManagerServiceClient
from google.oauth2.credentials import Credentials

PROJECT = f"projects/{os.environ['GOOGLE_CLOUD_PROJECT']}"


class Client:
    """With the service account of this machine or of its file, or with the token of a person."""

    def __init__(self, credential=None):
        proof = Credentials(credential) if credential else None
        self.api = SecretManagerServiceClient(credentials=proof, transport="rest")

    def get(self, name):
        try:
            version = self.api.access_secret_version(name=f"{path(name)}/versions/latest", timeout=10)
        except NotFound:
            return None
        return version.payload.data.decode()

    def create(self, name, value):
        try:
            self.api.create_secret(
                parent=PROJECT, secret_id=secret_id(name), secret={"replication": {"automatic": {}}}, timeout=10
            )
        except AlreadyExists:
            # An earlier push may have ended between the secret and its first version.
            if self.get(name) is not None:
                return False
        self.put(name, value)
        return True

    def put(self, name, value):
        self.api.add_secret_version(parent=path(name), payload={"data": value.encode()}, timeout=10)


def secret_id(name):
    return f"{os.environ['SECRETS_PREFIX']}-{name}"


def path(name):
    return f"{PROJECT}/secrets/{secret_id(name)}"

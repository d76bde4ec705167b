"""AWS Secrets Manager. Where it is, and who this is, boto3 finds by itself."""

import json
import os

import boto3
from botocore.config import Config

PATH = os.environ["SECRETS_PATH"]
PATIENCE = Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 3, "mode": "standard"})


class Client:
    """With the role of this machine, or with the keys of a person: `aws configure export-credentials`."""

    def __init__(self, credential=None):
        given = json.loads(credential) if credential else {}
        self.api = boto3.client(
            "secretsmanager",
            config=PATIENCE,
            aws_access_key_id=given.get("AccessKeyId"),
            aws_secret_access_key=given.get("SecretAccessKey"),
            aws_session_token=given.get("SessionToken"),
        )

    def get(self, name):
        try:
            return self.api.get_secret_value(SecretId=f"{PATH}/{name}")["SecretString"]
        except self.api.exceptions.ResourceNotFoundException:
            return None

    def create(self, name, value):
        try:
            self.api.create_secret(Name=f"{PATH}/{name}", SecretString=value)
        except self.api.exceptions.ResourceExistsException:
            return False
        return True

    def put(self, name, value):
        self.api.put_secret_value(SecretId=f"{PATH}/{name}", SecretString=value)

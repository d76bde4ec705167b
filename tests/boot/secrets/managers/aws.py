"""moto's server in the place of AWS. It asks who may do what, but not on which resource: the policy is held against
the names that it gave."""

import fnmatch
import json
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import boto3

ADDRESS, PORT, REGION = "172.17.0.1", 18490, "eu-central-1"
URL = f"http://{ADDRESS}:{PORT}"
# The calls that make the two users; from then on nobody does what no policy allows.
FREE_CALLS = 6


class Manager:
    options = (
        "--with",
        "nginx,postgres,redis,alembic,aws-secrets-manager",
        "--set",
        "aws-secrets-manager.identity=file",
        "--set",
        f"aws-secrets-manager.region={REGION}",
    )

    def __init__(self):
        self.server = None

    def start(self, stack):
        """In memory, so it stays one process."""
        if self.server:
            self.server.send_signal(signal.SIGCONT)
            return
        self.server = subprocess.Popen(
            ["moto_server", "-H", ADDRESS, "-p", str(PORT)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": str(FREE_CALLS)},
        )
        time.sleep(4)

    def stop(self):
        if self.server:
            self.server.kill()
            self.server.wait()

    def pause(self):
        """It does not answer any more."""
        self.server.send_signal(signal.SIGSTOP)

    def user(self, name, actions):
        iam = client("iam", {"AccessKeyId": "none", "SecretAccessKey": "none"})
        iam.create_user(UserName=name)
        rights = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}
        iam.put_user_policy(UserName=name, PolicyName="rights", PolicyDocument=json.dumps(rights))
        return iam.create_access_key(UserName=name)["AccessKey"]

    def before_values(self, stack):
        [self.statement] = json.loads((stack.folder / "deploy/secrets/policy.json").read_text())["Statement"]
        self.own, self.person = self.user("stack", self.statement["Action"]), self.user("person", "*")
        tools = Path(tempfile.mkdtemp())
        # The AWS command line of a person who signed in.
        (tools / "aws").write_text(f"#!/bin/sh\ncat <<'E'\n{json.dumps(self.person, default=str)}\nE\n")
        (tools / "aws").chmod(0o755)
        stack.environment["PATH"] = f"{tools}:{stack.environment['PATH']}"
        stack.environment["AWS_ENDPOINT_URL"] = URL

    def after_values(self, stack):
        lines = ["[default]", f"aws_access_key_id={self.own['AccessKeyId']}"]
        lines.append(f"aws_secret_access_key={self.own['SecretAccessKey']}\n")
        (stack.folder / "deploy/secrets/values/AWS_CREDENTIALS").write_text("\n".join(lines))
        client("secretsmanager", self.person).create_secret(Name="other/production/REDIS_PASSWORD", SecretString="x")

    def credentials(self, stack):
        return {"AWS_CREDENTIALS": self.own["SecretAccessKey"]}

    def refuses(self, stack):
        """The stack may read, and nothing else; the policy fits its own secrets, and no other."""
        own = client("secretsmanager", self.own)
        name = f"{stack.name}/production/REDIS_PASSWORD"
        stack.expect(own.get_secret_value(SecretId=name)["SecretString"], "its own may be read")
        for asked in (
            lambda: own.put_secret_value(SecretId=name, SecretString="changed"),
            lambda: own.create_secret(Name=f"{name}2", SecretString="new"),
            lambda: own.list_secrets(),
        ):
            try:
                said = asked()
            except own.exceptions.ClientError as error:
                said = str(error)
            stack.expect("AccessDenied" in str(said), f"nothing but reading, but: {said}")
        for secret in client("secretsmanager", self.person).list_secrets()["SecretList"]:
            fits = any(fnmatch.fnmatchcase(secret["ARN"], pattern) for pattern in self.statement["Resource"])
            stack.expect(fits == secret["Name"].startswith(f"{stack.name}/"), f"the policy and {secret['ARN']}")

    def change(self, stack, name, value):
        person = client("secretsmanager", self.person)
        person.put_secret_value(SecretId=f"{stack.name}/production/{name}", SecretString=value)


def client(service, keys):
    return boto3.client(
        service,
        endpoint_url=URL,
        region_name=REGION,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
    )

"""A file that SOPS encrypted: a value by name."""

import json
import os
import subprocess
from pathlib import Path

FILE = Path(os.environ.get("SOPS_FILE", "/opt/sops/values.enc.yaml"))


class Client:
    """With the key of the server, or with that of a person: what age-keygen wrote."""

    def __init__(self, credential=None):
        self.environment = dict(os.environ)
        if credential:
            self.environment.pop("SOPS_AGE_KEY_FILE", None)
            self.environment["SOPS_AGE_KEY"] = credential
        self.values = json.loads(self._run("decrypt", "--output-type", "json", str(FILE)) if FILE.exists() else "{}")

    def get(self, name):
        value = self.values.get(name)
        return value if value is None else str(value)

    def create(self, name, value):
        if name in self.values:
            return False
        self.put(name, value)
        return True

    def put(self, name, value):
        if FILE.exists():
            self._run("set", "--value-stdin", str(FILE), json.dumps([name]), given=json.dumps(value))
        else:
            # The rules for the path say who may read it.
            FILE.parent.mkdir(exist_ok=True)
            kinds = ["--input-type", "json", "--output-type", "yaml", "--filename-override", str(FILE)]
            text = self._run("encrypt", *kinds, "/dev/stdin", given=json.dumps({name: value}))
            FILE.write_text(text)
        self.values[name] = value

    def _run(self, *arguments, given=None):
        done = subprocess.run(
            ["sops", *arguments],
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"sops {arguments[0]}: {done.stderr}")
        return done.stdout

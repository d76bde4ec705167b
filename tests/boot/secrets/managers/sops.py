"""SOPS and age: no server. The stack has a key of its own, and so has the person."""

import subprocess
import tempfile
from pathlib import Path


class Manager:
    options = ("--with", "nginx,postgres,redis,alembic,sops")

    def start(self, stack):
        pass

    def stop(self):
        pass

    def pause(self):
        """There is nobody who could fail to answer."""

    def before_values(self, stack):
        home = Path(tempfile.mkdtemp())
        self.key = home / "keys.txt"
        subprocess.run(["age-keygen", "-o", self.key], check=True, capture_output=True)
        stack.environment["SOPS_AGE_KEY_FILE"] = str(self.key)

    def after_values(self, stack):
        """The recipients are known once both have a key."""
        self.own = stack.folder / "deploy/secrets/values/SOPS_AGE_KEY"
        keys = [
            subprocess.run(["age-keygen", "-y", key], check=True, capture_output=True, text=True).stdout.strip()
            for key in (self.key, self.own)
        ]
        stack.run(stack.shipready, "init", "--yes", "--set", f"sops.recipients={','.join(keys)}")

    def credentials(self, stack):
        return {"SOPS_AGE_KEY": self.own.read_text().strip()}

    def refuses(self, stack):
        """Whoever has no key that is a recipient cannot read it; nobody else's secrets are in the file."""
        stranger = Path(tempfile.mkdtemp()) / "keys.txt"
        subprocess.run(["age-keygen", "-o", stranger], check=True, capture_output=True)
        said = stack.run(
            "docker",
            "run",
            "--rm",
            "--entrypoint",
            "sops",
            "--volume",
            f"{stranger}:/key:ro",
            "--user",
            "0:0",
            "--env",
            "SOPS_AGE_KEY_FILE=/key",
            "--volume",
            f"{stack.folder}/deploy/secrets/sops:/sops:ro",
            f"{stack.name}-secrets:local",
            "decrypt",
            "/sops/values.enc.yaml",
            well=False,
        )
        stack.expect("no identity matched" in said or "Failed to get the data key" in said, f"a stranger reads: {said}")

    def change(self, stack, name, value):
        stack.run("sh", "-c", f"printf '%s\\n' '{value}' | deploy/scripts/secrets put {name}")

"""OpenBao for development: in memory, with TLS, on the address by which containers reach this machine."""

import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path

ADDRESS, PORT = "172.17.0.1", 18491


class Manager:
    options = (
        "--with",
        "nginx,postgres,redis,alembic,vault",
        "--set",
        f"vault.host={ADDRESS}",
        "--set",
        f"vault.port={PORT}",
    )
    root = "root-of-the-trial"

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp())
        self.server = None

    def start(self, stack):
        """Its storage is in memory, so it stays one process."""
        if self.server:
            self.server.send_signal(signal.SIGCONT)
            return
        self.certify()
        (self.folder / "server.hcl").write_text(
            f'listener "tcp" {{\n  address = "{ADDRESS}:{PORT}"\n'
            f'  tls_cert_file = "{self.folder}/server.crt"\n  tls_key_file = "{self.folder}/server.key"\n}}\n'
        )
        self.server = subprocess.Popen(
            [
                "bao",
                "server",
                "-dev",
                f"-dev-root-token-id={self.root}",
                f"-dev-listen-address=127.0.0.1:{PORT + 1}",
                "-dev-no-store-token",
                f"-config={self.folder}/server.hcl",
            ],
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "log").open("w"),
        )
        time.sleep(3)

    def certify(self):
        make = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
        ]
        authority = [*make, "-subj", "/CN=authority of the trial", "-keyout", "ca.key", "-out", "ca.crt"]
        authority += ["-addext", "keyUsage=critical,keyCertSign,cRLSign"]
        server = [
            *make,
            "-subj",
            "/CN=vault",
            "-addext",
            f"subjectAltName=IP:{ADDRESS}",
            "-CA",
            "ca.crt",
            "-CAkey",
            "ca.key",
        ]
        server += [
            "-addext",
            "basicConstraints=critical,CA:FALSE",
            "-addext",
            "keyUsage=critical,digitalSignature",
            "-addext",
            "extendedKeyUsage=serverAuth",
            "-keyout",
            "server.key",
            "-out",
            "server.crt",
        ]
        for command in (authority, server):
            subprocess.run(command, cwd=self.folder, check=True, capture_output=True)

    def pause(self):
        """It does not answer any more."""
        self.server.send_signal(signal.SIGSTOP)

    def stop(self):
        if self.server:
            self.server.kill()
            self.server.wait()

    def bao(self, stack, *arguments, token=None, well=True):
        return stack.run(
            "env",
            f"BAO_ADDR=https://{ADDRESS}:{PORT}",
            f"BAO_CACERT={self.folder}/ca.crt",
            f"BAO_TOKEN={token or self.root}",
            "bao",
            *arguments,
            well=well,
        )

    def before_values(self, stack):
        authority = self.folder / "ca.crt"
        (stack.folder / "deploy/secrets/manager/authority.crt").write_bytes(authority.read_bytes())
        stack.environment["VAULT_TOKEN"] = self.root

    def after_values(self, stack):
        """As docs/operations/secrets.md says it."""
        self.bao(stack, "policy", "write", stack.name, "deploy/secrets/policy.hcl")
        self.bao(stack, "auth", "enable", "approle")
        self.bao(stack, "write", f"auth/approle/role/{stack.name}", f"token_policies={stack.name}", "token_ttl=5m")
        role = self.bao(stack, "read", "-field=role_id", f"auth/approle/role/{stack.name}/role-id").strip()
        self.secret = self.bao(
            stack, "write", "-field=secret_id", "-f", f"auth/approle/role/{stack.name}/secret-id"
        ).strip()
        (stack.folder / "deploy/secrets/values/VAULT_SECRET_ID").write_text(self.secret)
        stack.run(stack.shipready, "init", "--yes", "--set", f"vault.role_id={role}")
        self.role = role
        self.bao(stack, "kv", "put", "-mount=secret", "other/production/POSTGRES_PASSWORD", "value=of-somebody-else")

    def credentials(self, stack):
        return {"VAULT_SECRET_ID": self.secret}

    def refuses(self, stack):
        """The server itself says no to another's secret, and to any change."""
        said = self.bao(
            stack, "write", "-field=token", "auth/approle/login", f"role_id={self.role}", f"secret_id={self.secret}"
        )
        token = re.search(r"\S+", said)[0]
        own = f"{stack.name}/production/REDIS_PASSWORD"
        stack.expect("value" in self.bao(stack, "kv", "get", "-mount=secret", own, token=token), "its own may be read")
        for asked in (
            ("kv", "get", "-mount=secret", "other/production/POSTGRES_PASSWORD"),
            ("kv", "put", "-mount=secret", own, "value=changed"),
            ("kv", "list", "-mount=secret", stack.name),
        ):
            said = self.bao(stack, *asked, token=token, well=False)
            stack.expect("permission denied" in said, f"{asked} is refused, but: {said}")

    def change(self, stack, name, value):
        self.bao(stack, "kv", "put", "-mount=secret", f"{stack.name}/production/{name}", f"value={value}")

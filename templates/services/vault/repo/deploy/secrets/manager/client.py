"""The key-value store, version 2, of HashiCorp Vault or OpenBao. Each secret is an entry of its own: `value`."""

import os
from pathlib import Path

import hvac
from hvac.exceptions import InvalidPath, InvalidRequest

PATH = os.environ["SECRETS_PATH"]
MOUNT = os.environ.get("VAULT_MOUNT", "secret")
OWN = Path("/run/secrets")
# Certificates of your own authority, beside this file. Without it, those that everybody trusts.
AUTHORITY = Path(__file__).with_name("authority.crt")


class Client:
    """With the AppRole or the token of this stack, or with the token of a person."""

    def __init__(self, credential=None):
        self.api = hvac.Client(
            url=os.environ["VAULT_ADDR"],
            namespace=os.environ.get("VAULT_NAMESPACE") or None,
            token=credential or "",
            verify=str(AUTHORITY) if AUTHORITY.exists() else True,
            timeout=10,
        )
        self.store = self.api.secrets.kv.v2
        if not credential:
            self._log_in()

    def _log_in(self):
        if (OWN / "VAULT_TOKEN").exists():
            self.api.token = (OWN / "VAULT_TOKEN").read_text().strip()
            self.api.auth.token.renew_self()
            return
        secret = (OWN / "VAULT_SECRET_ID").read_text().strip()
        self.api.auth.approle.login(role_id=os.environ["VAULT_ROLE_ID"], secret_id=secret)

    def get(self, name):
        try:
            found = self.store.read_secret_version(
                path=f"{PATH}/{name}", mount_point=MOUNT, raise_on_deleted_version=True
            )
        except InvalidPath:
            return None
        return found["data"]["data"].get("value")

    def create(self, name, value):
        try:
            self._write(name, value, cas=0)
        except InvalidRequest as error:
            if "check-and-set" not in str(error):
                raise
            return False
        return True

    def put(self, name, value):
        self._write(name, value)

    def _write(self, name, value, cas=None):
        self.store.create_or_update_secret(
            path=f"{PATH}/{name}", secret={"value": value}, cas=cas, mount_point=MOUNT
        )

"""Azure Key Vault. A name there has letters, digits and `-`: SECRET_KEY is `<prefix>-SECRET-KEY`."""

import os
import time
from pathlib import Path

from azure.core.credentials import AccessToken
from azure.core.exceptions import ResourceNotFoundError
from azure.identity import CertificateCredential, ManagedIdentityCredential
from azure.keyvault.secrets import SecretClient

CERTIFICATE = Path("/run/secrets/AZURE_CERTIFICATE")


class Person:
    """A token that `az account get-access-token` printed."""

    def __init__(self, token):
        self.token = token

    def get_token(self, *scopes, **options):
        return AccessToken(self.token, int(time.time()) + 600)


class Client:
    """With the identity of this machine, the certificate of an application, or the token of a person."""

    def __init__(self, credential=None):
        proof = Person(credential) if credential else own()
        self.api = SecretClient(os.environ["AZURE_VAULT"], proof, connection_timeout=5, read_timeout=10, retry_total=2)

    def get(self, name):
        try:
            return self.api.get_secret(there(name)).value
        except ResourceNotFoundError:
            return None

    def create(self, name, value):
        if self.get(name) is not None:
            return False
        self.put(name, value)
        return True

    def put(self, name, value):
        self.api.set_secret(there(name), value)


def own():
    client = os.environ.get("AZURE_CLIENT_ID") or None
    if CERTIFICATE.exists():
        return CertificateCredential(os.environ["AZURE_TENANT_ID"], client, str(CERTIFICATE))
    return ManagedIdentityCredential(client_id=client)


def there(name):
    return f"{os.environ['SECRETS_PREFIX']}-{name}".replace("_", "-")

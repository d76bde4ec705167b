"""Runs before every program: libraries that bring a list of authorities of their own take this system's instead."""

import importlib.abc
import importlib.machinery
import os
import sys

SYSTEM = os.environ.get("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt")


class Certifi(importlib.abc.MetaPathFinder):
    """Finds certifi where it is, and changes one answer of it."""

    def find_spec(self, name, path=None, target=None):
        if name != "certifi":
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is not None:
            spec.loader = Loader(spec.loader)
        return spec


class Loader(importlib.abc.Loader):
    def __init__(self, own):
        self.own = own

    def create_module(self, spec):
        return self.own.create_module(spec)

    def exec_module(self, module):
        self.own.exec_module(module)
        module.where = lambda: SYSTEM


if "SSL_CERT_FILE" in os.environ:
    sys.meta_path.insert(0, Certifi())

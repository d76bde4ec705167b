"""Servers and settings that several tests share, one for each environment."""

import importlib
import sys

import pytest

from harness import Server
from prepared import CACHE, DJANGOS, ENVIRONMENTS, python_of
from projects import Project


def pytest_collection_modifyitems(items):
    """Tests of one environment share a server: keep them in one process."""
    for item in items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        name = params.get("site") or params.get("python")
        if name and {"shop", "talker", "site"} & set(item.fixturenames):
            item.add_marker(pytest.mark.xdist_group(name))


@pytest.fixture(scope="session", params=ENVIRONMENTS)
def python(request):
    """The application's Python, with every version of FastAPI that is tested."""
    return python_of(request.param)


@pytest.fixture(scope="session")
def newest():
    return python_of("new")


@pytest.fixture(scope="session")
def probes(newest):
    """The kit's module of that name, inside this process."""
    sys.path += [str(CACHE / "new/kit"), str(CACHE / "new/kit/site")]
    return importlib.import_module("shipready_kit.probes")


@pytest.fixture
def kit_module(probes):
    """Imports a module of the kit into this process."""
    return lambda name: importlib.import_module(f"shipready_kit.{name}")


@pytest.fixture(scope="session")
def shop(python, tmp_path_factory):
    """A server that no test stops."""
    server = Server(
        python,
        tmp_path_factory.mktemp("shop"),
        secrets={"DB_PASSWORD": "p@ss/w:rd#1\n", "API_TOKEN": "tok-abcdef123456"},
        KIT_URL_DATABASE_URL="postgresql://app:{DB_PASSWORD}@db:5432/app",
        KIT_BEHIND_TLS="1",
        KIT_PUBLIC_HEALTH="1",
    )
    yield server
    server.stop()


@pytest.fixture
def start(tmp_path):
    """Starts servers that a test has for itself."""
    servers = []

    def begin(python, *arguments, **settings):
        folder = tmp_path / str(len(servers))
        folder.mkdir()
        servers.append(Server(python, folder, *arguments, **settings))
        return servers[-1]

    yield begin
    for server in servers:
        server.stop()


@pytest.fixture(params=DJANGOS)
def project(request, tmp_path):
    return Project(request.param, tmp_path)


@pytest.fixture
def newest_project(tmp_path):
    return Project("django6", tmp_path)

"""Assertions over a Render Blueprint that its schema cannot make. They are ours, not Render's."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PROPERTIES = {
    "database": {"connectionString", "host", "port", "user", "password", "database"},
    "keyvalue": {"connectionString", "host", "port"},
    "pserv": {"host", "port", "hostport"},
    "web": {"host", "port", "hostport"},
}
SECRET = re.compile(r"(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|_KEY)$")
PLACEHOLDER = re.compile(r"\{([A-Z][A-Z0-9_]*)\}")
CREDENTIALS = re.compile(r"://[^/\s@:]*:(?!\{)[^/\s@]+@")
# What a whole file may hold, and each of its entries that our own templates write.
TOP = {"services", "databases", "envVarGroups", "previews", "projects", "version"}


def findings(tree: Path, document: object) -> list[str]:
    if not isinstance(document, dict) or not document.get("services"):
        return ["there is no service in it"]
    return list(Blueprint(tree, document).findings())


class Blueprint:
    def __init__(self, tree: Path, document: dict) -> None:
        self.tree = tree
        self.document = document
        self.services = document.get("services") or []
        self.by_name = {service.get("name"): service for service in self.services}
        self.databases = {database.get("name") for database in document.get("databases") or []}
        self.groups = {group.get("name"): group.get("envVars") or [] for group in document.get("envVarGroups") or []}

    def findings(self) -> Iterator[str]:
        yield from (f"`{key}` is no key of a Blueprint" for key in self.document if key not in TOP)
        yield from self._names()
        for name, variables in self.groups.items():
            yield from (f"{name}: {text}" for text in self._group(variables))
        used = set()
        for service in self.services:
            place = f"{service.get('type')} {service.get('name')}"
            yield from (f"{place}: {text}" for text in self._service(service))
            used |= {entry["fromGroup"] for entry in service.get("envVars") or [] if "fromGroup" in entry}
        yield from (f"{name}: no service takes this group" for name in self.groups if name not in used)
        yield from self._regions()

    def _names(self) -> Iterator[str]:
        names = [service.get("name") for service in self.services]
        names += [entry.get("name") for key in ("databases", "envVarGroups") for entry in self.document.get(key) or []]
        yield from (f"`{name}` is the name of {count} things" for name, count in Counter(names).items() if count > 1)

    def _regions(self) -> Iterator[str]:
        """Private addresses answer within one region."""
        regions = {entry.get("region") for entry in [*self.services, *(self.document.get("databases") or [])]}
        if len(regions) > 1:
            yield f"more than one region: {', '.join(sorted(map(str, regions)))}"

    def _service(self, service: dict) -> Iterator[str]:
        kind = service.get("type")
        if kind == "keyvalue":
            if service.get("ipAllowList") != []:
                yield "it is open to the internet: ipAllowList must be empty"
            return
        variables = self._variables(service)
        if service.get("runtime") == "docker":
            yield from self._image(service)
        if kind == "web":
            port = variables.get("PORT")
            if not service.get("healthCheckPath"):
                yield "no healthCheckPath: a broken version would go live"
            if not str(port or "").isdigit():
                yield f"PORT is {port!r}: the server must listen where Render looks"
            if str(service.get("healthCheckPath", "")).startswith("/-/") and variables.get("KIT_PUBLIC_HEALTH") != "1":
                yield "the kit answers health checks on this port only with KIT_PUBLIC_HEALTH=1"
        if kind == "cron" and service.get("preDeployCommand"):
            yield "a cron job has no preDeployCommand"
        stop, delay = variables.get("KIT_STOP_SECONDS"), service.get("maxShutdownDelaySeconds", 30)
        if stop and float(stop) >= delay:
            yield f"the kit stops after {stop} s, Render kills after {delay} s"
        yield from self._environment(service, variables)

    def _image(self, service: dict) -> Iterator[str]:
        path = service.get("dockerfilePath") or "Dockerfile"
        if not (self.tree / path).is_file():
            yield f"there is no {path}"
        elif port := re.search(r"(?m)^EXPOSE ([0-9]+)", (self.tree / path).read_text()):
            chosen = self._variables(service).get("PORT")
            # A process with a command of its own from the same image may be told another port by it.
            told = re.findall(r"[0-9]+", service.get("dockerCommand") or "")
            if chosen and chosen != port[1] and chosen not in told:
                yield f"PORT is {chosen}, and the image exposes {port[1]}"

    def _variables(self, service: dict) -> dict[str, str | None]:
        """Plain values by name, None for those that Render or the user knows; the service's own win over its groups'."""
        found: dict[str, str | None] = {}
        entries = service.get("envVars") or []
        for entry in entries:
            for shared in self.groups.get(entry.get("fromGroup"), []):
                found[shared["key"]] = shared.get("value")
        found.update({entry["key"]: entry.get("value") for entry in entries if "key" in entry})
        return found

    def _environment(self, service: dict, variables: dict[str, str | None]) -> Iterator[str]:
        entries = service.get("envVars") or []
        keys = Counter(entry["key"] for entry in entries if "key" in entry)
        yield from (f"{key} is set {count} times" for key, count in keys.items() if count > 1)
        for entry in entries:
            yield from self._entry(entry)
        for name, value in variables.items():
            for part in PLACEHOLDER.findall(value or "") if name.startswith("KIT_") else []:
                if part not in variables:
                    yield f"{name} needs {part}, which nothing sets"

    def _entry(self, entry: dict) -> Iterator[str]:
        if (group := entry.get("fromGroup")) and group not in self.groups:
            yield f"there is no group {group}"
        if database := entry.get("fromDatabase"):
            if database["name"] not in self.databases:
                yield f"{entry['key']}: there is no database {database['name']}"
            if database["property"] not in PROPERTIES["database"]:
                yield f"{entry['key']}: a database has no property {database['property']}"
        if source := entry.get("fromService"):
            yield from self._from_service(entry["key"], source)
        if len(set(entry) & {"value", "generateValue", "sync", "fromDatabase", "fromService", "fromGroup"}) != 1:
            yield f"{entry.get('key')}: one source, not several or none"
        yield from self._plain(entry)

    def _from_service(self, key: str, source: dict) -> Iterator[str]:
        target = self.by_name.get(source["name"])
        if not target or target.get("type") != source.get("type"):
            yield f"{key}: there is no {source.get('type')} {source['name']}"
        elif "envVarKey" in source:
            if source["envVarKey"] not in self._variables(target):
                yield f"{key}: {source['name']} has no variable {source['envVarKey']}"
        elif source.get("property") not in PROPERTIES.get(source["type"], set()):
            yield f"{key}: a {source['type']} has no property {source.get('property')}"

    def _group(self, variables: list[dict]) -> Iterator[str]:
        for entry in variables:
            if "value" not in entry and entry.get("generateValue") is not True:
                yield f"{entry.get('key')}: a group holds plain and generated values alone; Render ignores others"
            yield from self._plain(entry)

    def _plain(self, entry: dict) -> Iterator[str]:
        key, value = str(entry.get("key", "")), entry.get("value")
        if value and SECRET.search(key) and not key.startswith("KIT_URL_"):
            yield f"{key}: a secret stands in the file"
        if isinstance(value, str) and CREDENTIALS.search(value):
            yield f"{key}: a password stands in the file"

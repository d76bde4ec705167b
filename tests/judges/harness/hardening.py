"""What every service of a production stack must have. Each check reads the model of `docker compose config`."""

import re
from collections.abc import Iterable, Iterator

from harness import capabilities, exact_tags

PROXY = "nginx"
LONG = {"always", "unless-stopped"}
SECRET_NAME = re.compile(r"(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIALS|(?<!PUBLIC)(?<!PUBLISHABLE)_KEY|PRIVATE_KEY)$")
# A password inside a URL; `{NAME}` only says where one goes.
SECRET_URL = re.compile(r"://[^:/@\s]*:(?!\{[A-Z_]+\}@)[^@/\s]+@")
DATA = re.compile(
    r"(^|/)(postgres|postgis|pgvector|redis|valkey|mongo|mysql|mariadb|rabbitmq|memcached|clickhouse|elasticsearch|opensearch)[:@]"
)


def stack(model: dict, raw: dict, source: str) -> Iterator[str]:
    services = model.get("services") or {}
    if not services:
        yield "no services"
    waited = _waited_for(services)
    for name, service in services.items():
        one_shot = _is_one_shot(name, service, waited)
        for text in [*_life(service, one_shot), *_rights(service), *_limits(service), *_secrets(service)]:
            yield f"{name}: {text}"
        for text in _reach(name, service, model.get("networks") or {}):
            yield f"{name}: {text}"
        image = (raw["services"].get(name) or {}).get("image", "")
        if not service.get("build") and not exact_tags.is_exact(image):
            yield f"{name}: image {image}: not an exact version or digest"
    yield from capabilities.unexplained(source)
    yield from _networks(model.get("networks") or {})


def development(model: dict) -> Iterator[str]:
    """Docker's published ports pass by the host's firewall: a developer's machine offers them to itself alone."""
    for name, service in model["services"].items():
        for port in service.get("ports") or []:
            if name != PROXY and port.get("host_ip") not in ("127.0.0.1", "::1"):
                yield f"{name}: port {port.get('published')} is not bound to 127.0.0.1"


def _waited_for(services: dict) -> set[str]:
    return {
        name
        for service in services.values()
        for name, wait in (service.get("depends_on") or {}).items()
        if wait.get("condition") == "service_completed_successfully"
    }


def _is_one_shot(name: str, service: dict, waited: set[str]) -> bool:
    """It ends by itself: others wait for its success, or a person starts it by its profile."""
    restart = str(service.get("restart", "no"))
    ends = restart == "no" or restart.startswith("on-failure")
    return ends and (name in waited or bool(service.get("profiles")))


def _excepted(service: dict, rule: str) -> bool:
    """It says why it cannot keep a rule: a label with a sentence."""
    return " " in str((service.get("labels") or {}).get(f"shipready.exception.{rule}", ""))


def _life(service: dict, one_shot: bool) -> Iterator[str]:
    check = service.get("healthcheck") or {}
    if not one_shot:
        checked = check.get("test") and not check.get("disable") and check["test"][0] != "NONE"
        if not checked and not _excepted(service, "health"):
            yield "no health check"
        if service.get("restart") not in LONG:
            yield "no restart policy (and not a one-shot that another service waits for or a profile starts)"
    for wanted, wait in (service.get("depends_on") or {}).items():
        if wait.get("condition") == "service_started":
            yield f"waits for {wanted} to start, not for service_healthy"
    if service.get("init") is not True:
        yield "no init"
    if not service.get("stop_grace_period"):
        yield "no stop_grace_period"
    options = (service.get("logging") or {}).get("options") or {}
    if not (options.get("max-size") and options.get("max-file")):
        yield "no log rotation (max-size and max-file)"


def _rights(service: dict) -> Iterator[str]:
    if service.get("read_only") is not True:
        yield "not read_only"
    if "ALL" not in (service.get("cap_drop") or []):
        yield "cap_drop is not ALL"
    if "no-new-privileges:true" not in [str(o).replace("=", ":") for o in service.get("security_opt") or []]:
        yield "no security_opt no-new-privileges:true"
    if service.get("privileged"):
        yield "privileged"
    for space in ("network_mode", "pid", "ipc", "userns_mode"):
        if service.get(space) == "host" and not (space == "network_mode" and _on_the_host(service)):
            yield f"{space}: host"
    for volume in service.get("volumes") or []:
        if str(volume.get("source", "")).endswith("docker.sock") and not _excepted(service, "docker_socket"):
            yield "mounts the Docker socket, which is root on the host"


def _on_the_host(service: dict) -> bool:
    """It shares the host's network, says why, and nobody connects to it."""
    why = (service.get("labels") or {}).get("shipready.exception.network")
    return service.get("network_mode") == "host" and bool(why) and not service.get("ports")


def _limits(service: dict) -> Iterator[str]:
    limits = ((service.get("deploy") or {}).get("resources") or {}).get("limits") or {}
    for key, flat in (("memory", "mem_limit"), ("cpus", "cpus"), ("pids", "pids_limit")):
        if not (limits.get(key) or service.get(flat)):
            yield f"no {key} limit"


def _secrets(service: dict) -> Iterator[str]:
    build = service.get("build") or {}
    places = {"environment": service.get("environment") or {}, "build argument": build.get("args") or {}}
    for place, pairs in places.items():
        for key, value in pairs.items():
            if value and (SECRET_NAME.search(key.upper()) or SECRET_URL.search(str(value))):
                yield f"{place} {key} holds a secret: give it as a file"
    words: Iterable[object] = [*(service.get("command") or []), *(service.get("entrypoint") or [])]
    if any(SECRET_URL.search(str(word)) for word in words):
        yield "its command holds a password"


def _reach(name: str, service: dict, networks: dict) -> Iterator[str]:
    outward = [port for port in service.get("ports") or [] if port.get("host_ip") != "127.0.0.1"]
    if outward and name != PROXY:
        yield f"publishes ports to the world: only {PROXY} may"
    joined = set(service.get("networks") or {})
    if service.get("network_mode") != "none" and not _on_the_host(service) and (not joined or "default" in joined):
        yield "no network of its own choice"
    if DATA.search(str(service.get("image", ""))):
        outside = sorted(net for net in joined if not (networks.get(net) or {}).get("internal"))
        if outside:
            yield f"a data store on {', '.join(outside)}, which is not internal"


def _networks(networks: dict) -> Iterator[str]:
    if "data" in networks and not networks["data"].get("internal"):
        yield "network data is not internal"

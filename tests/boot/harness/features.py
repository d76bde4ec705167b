"""What a stack has: a check that needs more is not meant for it."""

from __future__ import annotations

from typing import Any

# Services that keep an application's data, by the names that shipready gives them.
DATABASES = ("postgres", "mongodb", "mysql", "mariadb")
PROXY = "nginx"
PROMETHEUS, WEBHOOK = "prometheus", "ALERTMANAGER_WEBHOOK_URL"
# The profile of services that cannot run here: harness/absent.py.
ABSENT = "boot-absent"
WEB, MIGRATE = "-web", "-migrate"
# How the image of an application that is files alone starts: nginx itself, which no kit can start.
SERVES_FILES = ["-g", "daemon off;"]
# The kit's image names the settings that Django runs with, so every command of it finds them.
DJANGO = "DJANGO_SETTINGS_MODULE="


def named(config: dict[str, Any], ending: str) -> list[str]:
    """Applications that have a service of this ending."""
    return [name.removesuffix(ending) for name in config["services"] if name.endswith(ending)]


def bots(config: dict[str, Any]) -> dict[str, str]:
    """How each service that is a bot gets its updates: `polling` or `webhook`."""
    told = {name: service.get("environment") or {} for name, service in config["services"].items()}
    return {name: told[name]["KIT_BOT_MODE"] for name in told if told[name].get("KIT_BOT_MODE")}


def databases(config: dict[str, Any]) -> list[str]:
    return [name for name in DATABASES if name in config["services"]]


def is_files(config: dict[str, Any], app: str) -> bool:
    """Whether an application is files alone: no metrics, no readiness of a database, no code that runs."""
    return config["services"][f"{app}{WEB}"].get("command") == SERVES_FILES


def kits(config: dict[str, Any]) -> list[str]:
    """Services of web applications and bots that answer on an admin port of their own."""
    webs = [f"{app}{WEB}" for app in named(config, WEB) if not is_files(config, app)]
    return [*webs, *bots(config)]


def told(config: dict[str, Any]) -> list[str]:
    """The secret with the address that alerts are brought to, where they are."""
    secrets = (config["services"].get("alertmanager") or {}).get("secrets") or []
    return [secret["source"] for secret in secrets if secret["source"] == WEBHOOK]


def celery_workers(config: dict[str, Any]) -> dict[str, str]:
    """Services that do tasks of Celery, and the application of each as `--app` names it."""
    found = {}
    for name, service in config["services"].items():
        words = service.get("command") or []
        if "celery" in words and "worker" in words[words.index("celery") :] and "--app" in words:
            found[name] = words[words.index("--app") + 1]
    return found


def features(config: dict[str, Any]) -> set[str]:
    """What the whole stack has."""
    proxy, webs = PROXY in config["services"], named(config, WEB)
    has = {
        "proxy": proxy,
        "web": webs,
        "direct": webs and not proxy,
        "migrations": named(config, MIGRATE),
        "bot": bots(config),
        "webhook": "webhook" in bots(config).values(),
        "database": databases(config),
        "backups": [name for name in config["services"] if name.startswith("backup-")],
        "certificates": "tls" in config["services"],
        "secrets": config.get("secrets"),
        "prometheus": PROMETHEUS in config["services"],
        "alerts": told(config),
        "celery": celery_workers(config),
    }
    return {name for name, value in has.items() if value}


def features_of(config: dict[str, Any], app: str, variables: list[str]) -> set[str]:
    """What one web application has; `variables` are those of its container's environment, `NAME=value`."""
    has = {
        "kit": not is_files(config, app),
        "django": any(variable.startswith(DJANGO) for variable in variables),
    }
    return {name for name, value in has.items() if value}

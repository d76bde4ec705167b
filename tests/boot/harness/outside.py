"""What a stack reaches outside, played beside it: `python3 -m harness.outside wanted|settings|start|stop DIR`.

Storage that speaks S3 for one that keeps copies elsewhere, under the name `storage`; a certificate authority, Let's
Encrypt's own pebble, for one that asks for certificates, under the name `authority`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from harness.features import PROXY
from harness.telegram import docker, leads_out

STORAGE, AUTHORITY = "shipready-storage:stub", "shipready-authority:stub"
BUCKET = "copies"
# Compose refuses to read a stack whose required settings have no value.
UNSET = {"BACKUP_AGE_RECIPIENT": "unset", "BACKUP_S3_BUCKET": "unset"}
# moto takes whatever it is shown.
CLIENT = (
    "import boto3, sys; s3 = boto3.client('s3', endpoint_url='http://127.0.0.1:9000', region_name='us-east-1',"
    " aws_access_key_id='key', aws_secret_access_key='secret');"
)


def read(project: Path) -> dict[str, Any]:
    command = ["docker", "compose", "config", "--format", "json"]
    done = subprocess.run(command, cwd=project, check=True, capture_output=True, text=True, env={**UNSET, **os.environ})
    return json.loads(done.stdout)


def copying(config: dict[str, Any]) -> list[str]:
    """Services that make copies."""
    return [name for name in config["services"] if name.startswith("backup-")]


def images(config: dict[str, Any]) -> list[str]:
    wanted = {STORAGE: copying(config), AUTHORITY: "tls" in config["services"]}
    return [image for image, needed in wanted.items() if needed]


def name_of(config: dict[str, Any], image: str) -> str:
    return f"{config['name']}-boot-{image.split(':')[0].removeprefix('shipready-')}"


def owner() -> tuple[Path, str]:
    """The key pair of the person who owns the copies: its file, and its public half."""
    path = Path(os.environ.get("BOOT_CACHE") or Path.home() / ".cache/shipready-boot") / "owner.key"
    if not path.exists():
        path.write_text(docker("run", "--rm", STORAGE, "age-keygen") + "\n")
    found = re.search(r"public key: (\S+)", path.read_text())
    if found is None:
        raise SystemExit(f"{path} is no key of age")
    return path, found[1]


def settings(config: dict[str, Any], project: Path) -> None:
    """Values in `.env` that only a person knows; what is set stays."""
    values = {}
    if STORAGE in images(config):
        values |= {
            "BACKUP_AGE_RECIPIENT": owner()[1],
            "BACKUP_S3_BUCKET": f"{BUCKET}/boot",
            "BACKUP_S3_ENDPOINT": "http://storage:9000",
        }
    if AUTHORITY in images(config):
        values |= {"ACME_DIRECTORY": "https://authority:14000/dir"}
    path = project / ".env"
    lines = path.read_text().splitlines() if path.exists() else []
    given = {line.split("=", 1)[0] for line in lines if re.match(r"\w+=.", line)}
    lines = [line for line in lines if line.split("=", 1)[0] in given or line.split("=", 1)[0] not in values]
    path.write_text("\n".join(lines + [f"{name}={values[name]}" for name in values if name not in given]) + "\n")


def start(config: dict[str, Any], _: Path) -> None:
    for image in images(config):
        {STORAGE: start_storage, AUTHORITY: start_authority}[image](config, name_of(config, image))


def start_storage(config: dict[str, Any], name: str) -> None:
    joined = {network for service in copying(config) for network in config["services"][service]["networks"]}
    networks = [config["networks"][each]["name"] for each in sorted(joined) if leads_out(config, each)]
    docker("run", "--detach", "--init", "--name", name, "--network", networks[0], "--network-alias", "storage", STORAGE)
    ask_storage(name, f"import time; time.sleep(3); s3.create_bucket(Bucket='{BUCKET}')")


def start_authority(config: dict[str, Any], name: str) -> None:
    """It finds the proxy by the stack's own host names, and the client of the stack finds it."""
    network = config["networks"]["app"]["name"]
    docker("run", "--detach", "--init", "--name", name, "--network", network, "--network-alias", "authority", AUTHORITY)
    docker("network", "create", name)
    docker("network", "connect", name, name)
    [mount] = [each for each in config["services"]["tls"]["volumes"] if each["target"] == "/opt/tls"]
    hosts = (Path(mount["source"]) / "hosts").read_text().split()
    aliases = [word for host in hosts for word in ("--alias", host)]
    for proxy in docker("compose", "ps", "--all", "--quiet", PROXY).split():
        docker("network", "connect", *aliases, name, proxy)


def stop(config: dict[str, Any], _: Path) -> None:
    for image in images(config):
        name = name_of(config, image)
        subprocess.run(["docker", "rm", "--force", name], capture_output=True)
        subprocess.run(["docker", "network", "rm", name], capture_output=True)


def ask_storage(name: str, program: str) -> str:
    """What a program prints that has a client of the storage, `s3`."""
    return docker("exec", name, "/opt/moto/bin/python", "-c", f"{CLIENT}\n{program}")


def wanted(config: dict[str, Any], _: Path) -> None:
    print(*images(config), sep="\n")


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    os.chdir(folder)
    {"wanted": wanted, "settings": settings, "start": start, "stop": stop}[sys.argv[1]](read(folder), folder)

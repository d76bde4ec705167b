"""What could be wrong with a stack that looks right, and the step of the trial that must find it."""

from pathlib import Path
from typing import NamedTuple


class Fault(NamedTuple):
    file: str
    old: str
    new: str
    step: str


MANAGER = "deploy/secrets/manager"
FAULTS = {
    "everybody-gets-all": Fault(
        "compose.yaml", "redis=REDIS_PASSWORD", "redis=REDIS_PASSWORD,POSTGRES_PASSWORD", "each_has_its_own"
    ),
    "on-the-disk": Fault(
        "compose.yaml", "driver_opts: &memory {type: tmpfs", "labels: &memory {type: tmpfs", "comes_up"
    ),
    "talks": Fault(
        f"{MANAGER}/main.py",
        "    changed = folders.hand_out(values)\n",
        "    folders.log('info', str(values))\n    changed = folders.hand_out(values)\n",
        "shown_nowhere",
    ),
    "never-again": Fault(
        f"{MANAGER}/folders.py", "    if path.exists() and", "    if path.exists() or", "a_new_value_arrives"
    ),
    "does-not-wait": Fault("compose.yaml", "KIT_SECRETS_NEEDED", "KIT_SECRETS_WANTED", "comes_back_after_a_reboot"),
    "push-overwrites": Fault(f"{MANAGER}/client.py", "            return False\n", "            pass\n", "pushed_once"),
}


def put(name, folder: Path):
    file, old, new, _ = FAULTS[name]
    text = (folder / file).read_text()
    if old not in text:
        raise SystemExit(f"{file} has changed: the fault {name} does not fit any more")
    (folder / file).write_text(text.replace(old, new))

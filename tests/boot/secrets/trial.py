"""One stack and its manager, from the first push to a rotation and a reboot."""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import faults

SHIPREADY = os.environ["SHIPREADY"]
VALUES = Path("deploy/secrets/values")
# Who reads which, in the preset fastapi-postgres.
READERS = {
    "web": {"POSTGRES_PASSWORD", "REDIS_PASSWORD"},
    "postgres": {"POSTGRES_PASSWORD"},
    "redis": {"REDIS_PASSWORD"},
}


class Failure(Exception):
    """What was expected and is not so."""


def expect(holds, what):
    if not holds:
        raise Failure(what)


class Stack:
    shipready = SHIPREADY
    expect = staticmethod(expect)

    def __init__(self, folder, manager, fault):
        self.folder, self.manager, self.fault = folder, manager, fault
        self.name = folder.name
        self.environment = dict(os.environ)

    def run(self, *command, well=True):
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        said = done.stdout + done.stderr
        if well and done.returncode:
            raise Failure(f"{' '.join(command)} ended with {done.returncode}:\n{said[-3000:]}")
        return said

    def compose(self, *arguments, well=True):
        return self.run("docker", "compose", *arguments, well=well)

    def container(self, reader):
        service = f"{self.name}-web" if reader == "web" else reader
        return self.compose("ps", "--all", "--quiet", service).split()[0]

    def inside(self, reader, *command, well=True):
        return self.run("docker", "exec", self.container(reader), *command, well=well)

    def state(self, reader):
        form = "{{.State.Status}} {{with .State.Health}}{{.Status}}{{end}}"
        return self.run("docker", "inspect", "--format", form, self.container(reader)).strip()

    # ---- the steps, in order

    def make(self):
        self.run(SHIPREADY, "init", "--preset", "fastapi-postgres", "--yes", *self.manager.options)
        self.manager.before_values(self)
        self.run(SHIPREADY, "secrets", "generate", well=False)
        self.values = {name: (self.folder / VALUES / name).read_text().strip() for name in READERS["web"]}
        self.manager.after_values(self)
        if self.fault:
            faults.put(self.fault, self.folder)

    def pushed_once(self):
        """The files of `secrets generate` get there; doing it twice changes nothing, and nothing is shown."""
        first = self.run("deploy/scripts/secrets", "push")
        expect(first.count(": added") == len(self.values), f"both added, not: {first}")
        again = self.run("deploy/scripts/secrets", "push", "--delete")
        expect(again.count("is there already") == len(self.values), f"both left alone, not: {again}")
        for value in self.values.values():
            expect(value not in first + again, "push shows no value")
        left = {path.name for path in (self.folder / VALUES).iterdir()}
        expect(not left & set(self.values), f"the files are deleted, not: {left}")

    def comes_up(self):
        """The user's own command starts everything."""
        self.compose("up", "--detach", "--build", "--wait")

    def each_has_its_own(self):
        """Whoever declared a secret has it, in memory and read-only, and has no other."""
        for reader, names in READERS.items():
            has = set(self.inside(reader, "ls", "/run/secrets").split())
            expect(has == names, f"{reader} has {sorted(names)}, not {sorted(has)}")
            for name in names:
                expect(self.inside(reader, "cat", f"/run/secrets/{name}") == self.values[name], f"{reader}: {name}")
            kind = self.inside(reader, "stat", "--file-system", "--format", "%T", "/run/secrets").strip()
            expect(kind == "tmpfs", f"in memory, not {kind}")
            refused = self.inside(reader, "sh", "-c", "echo x >/run/secrets/NEW", well=False)
            expect("Read-only" in refused, f"{reader} cannot write there, but: {refused}")
        self.manager.refuses(self)

    def shown_nowhere(self):
        """No description and no log holds a value."""
        containers = self.compose("ps", "--all", "--quiet").split()
        volumes = self.run("docker", "volume", "ls", "--quiet", "--filter", f"name={self.name}_").split()
        places = {"logs": self.compose("logs"), "compose config": self.compose("config")}
        places |= {f"inspect {one}": self.run("docker", "inspect", one) for one in containers}
        places |= {f"volume {one}": self.run("docker", "volume", "inspect", one) for one in volumes}
        for one in {self.run("docker", "inspect", "--format", "{{.Image}}", each).strip() for each in containers}:
            places[f"image {one}"] = self.run("docker", "history", "--no-trunc", one)
        for place, text in places.items():
            for name, value in {**self.values, **self.manager.credentials(self)}.items():
                expect(value not in text, f"{name} stands in {place}")

    def a_new_value_arrives(self):
        """What was changed in the manager is there after a fetch; the others are as they were."""
        new = "newer-and-longer-than-before-1"
        self.manager.change(self, "REDIS_PASSWORD", new)
        self.run("deploy/scripts/secrets", "fetch")
        self.values["REDIS_PASSWORD"] = new
        self.each_has_its_own()
        self.compose("up", "--detach", "--wait", "--force-recreate", "--no-deps", "redis")
        self.compose("up", "--detach", "--wait", "--force-recreate", "--no-deps", f"{self.name}-web")

    def outlives_the_manager(self):
        """Nobody loses a secret while the manager does not answer."""
        self.manager.pause()
        said = self.run("deploy/scripts/secrets", "fetch", well=False)
        self.run("docker", "restart", self.container("secrets"))
        self.each_has_its_own_files()
        expect(self.state("web") == "running healthy", f"the application serves on: {said}")
        self.manager.start(self)

    def each_has_its_own_files(self):
        for reader, names in READERS.items():
            has = set(self.inside(reader, "ls", "/run/secrets").split())
            expect(has == names, f"{reader} has {sorted(names)}, not {sorted(has)}")

    def comes_back_after_a_reboot(self):
        """Docker starts what ran before in any order: those who read first here, which find nothing yet."""
        containers = self.compose("ps", "--quiet").split()
        self.run("docker", "stop", "--time", "5", *containers)
        keeper = self.container("secrets")
        others = [one for one in containers if not keeper.startswith(one) and one != keeper]
        for one in others:
            self.run("docker", "start", one, well=False)
        time.sleep(5)
        expect("healthy" not in self.state("web").replace("unhealthy", ""), f"not ready without: {self.state('web')}")
        expect("waiting for secrets" in self.run("docker", "logs", self.container("web")), "it says what it waits for")
        self.run("docker", "start", keeper)
        self.until("everything is healthy again", self.all_healthy)
        self.each_has_its_own_files()

    def all_healthy(self):
        states = {reader: self.state(reader) for reader in [*READERS, "secrets"]}
        return all(state == "running healthy" for state in states.values())

    def until(self, what, holds, seconds=120):
        end = time.monotonic() + seconds
        while not holds():
            expect(time.monotonic() < end, f"{what}; after {seconds} s: {self.compose('ps', '--all')}")
            time.sleep(1)


STEPS = ["pushed_once", "comes_up", "each_has_its_own", "shown_nowhere", "a_new_value_arrives", "outlives_the_manager"]
STEPS += ["comes_back_after_a_reboot", "shown_nowhere"]


def trial(name, fault):
    """Every step; the first that fails, and why. None when all went well."""
    manager = importlib.import_module(f"managers.{name}").Manager()
    folder = Path(tempfile.mkdtemp(prefix="shipready-secrets-")) / f"keeper-{name}"
    folder.mkdir()
    stack = Stack(folder, manager, fault)
    stack.environment.pop("COMPOSE_FILE", None)
    try:
        manager.start(stack)
        stack.make()
        for step in STEPS:
            began = time.monotonic()
            try:
                getattr(stack, step)()
            except Failure as failure:
                return step, str(failure)
            print(f"{name}: {step.replace('_', ' ')} ({time.monotonic() - began:.0f} s)", flush=True)
        return None
    finally:
        if os.environ.get("BOOT_KEEP"):
            print(f"{name}: left up in {folder}")
        else:
            stack.compose("down", "--volumes", "--timeout", "1", well=False)
            manager.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("managers", nargs="*", default=["aws", "vault", "sops"])
    parser.add_argument("--fault", choices=[*faults.FAULTS])
    parser.add_argument("--faults", action="store_true")
    given = parser.parse_args()
    rounds = [(name, given.fault) for name in given.managers]
    if given.faults:
        rounds = [("sops", fault) for fault in faults.FAULTS]
    wrong = 0
    for name, fault in rounds:
        failed = trial(name, fault)
        wanted = faults.FAULTS[fault].step if fault else None
        well = (failed and failed[0]) == wanted
        wrong += not well
        found = f"{failed[0]}: {failed[1]}" if failed else "all is well"
        print(f"{'ok' if well else 'WRONG'}  {name}{f' with the fault {fault}' if fault else ''}: {found}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    sys.exit(main())

"""What shipready has to choose from, and what of it can be chosen where: shipready itself is asked."""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness.covering import Place
from harness.suite import WORKERS

Ways = dict[str, list[frozenset[str]]]


class Unlisted(Exception):
    """shipready does not say what it has; the text holds its own words."""


@dataclass(frozen=True)
class Component:
    id: str
    title: str
    provides: frozenset[str]
    requires: tuple[str, ...]
    conflicts: frozenset[str]


def arguments(place: Place, services: Iterable[str]) -> list[str]:
    """Of `init`. Every application has one name, so that two trees have the same files where nothing else differs."""
    chosen = ["--stack", place.stack, "--target", place.target, "--with", ",".join(sorted(services))]
    return [*chosen, "--name", "shop", "--no-input"]


class Components:
    def __init__(self, program: Path) -> None:
        self._program = program
        self.stacks = self._listed("stacks")
        self.targets = self._listed("targets")
        self.services = {id: self._component(id) for id in self._listed("services")}

    @cached_property
    def rivals(self) -> dict[str, frozenset[str]]:
        """By service, those that cannot stand beside it."""
        all_of_them = self.services.values()
        refused = {
            frozenset({one.id, other.id})
            for one in all_of_them
            for other in all_of_them
            if one.id != other.id and one.conflicts & {other.id, *other.provides}
        }
        return {id: frozenset().union(*(pair for pair in refused if id in pair)) - {id} for id in self.services}

    @cached_property
    def whole(self) -> Ways:
        """By service, the smallest selections that hold it and all it needs."""
        return {id: sorted(set(self._completed(frozenset({id}))), key=sorted) for id in self.services}

    def _completed(self, chosen: frozenset[str]) -> Iterator[frozenset[str]]:
        provided = {capability for id in chosen for capability in self.services[id].provides}
        missing = [need for id in sorted(chosen) for need in self.services[id].requires if need not in provided]
        if not missing:
            yield chosen
            return
        for other in self.services.values():
            if missing[0] in other.provides and not self.rivals[other.id] & chosen:
                yield from self._completed(chosen | {other.id})

    def tried(self) -> tuple[dict[Place, Ways], dict[tuple[str, Place], str]]:
        """By place, what shipready sets up there of `whole`; and why it does not, by the service that cannot be there."""
        places = [Place(stack, target) for stack in self.stacks for target in self.targets]
        asked = [(id, place) for place in places for id in self.services]
        ways: dict[Place, Ways] = {place: {} for place in places}
        with tempfile.TemporaryDirectory(prefix="tried-") as folder, ThreadPoolExecutor(WORKERS) as pool:
            trial = Trial(self, self._program, Path(folder))
            answers = list(pool.map(lambda one: trial.ways(*one), asked))
        for (id, place), (taken, _) in zip(asked, answers, strict=True):
            if taken:
                ways[place][id] = taken
        return ways, {one: reason for one, (taken, reason) in zip(asked, answers, strict=True) if not taken}

    def _listed(self, kind: str) -> list[str]:
        return sorted(row["id"] for row in self._said("list", kind)[kind])

    def _component(self, id: str) -> Component:
        said = self._said("show", id)
        provides, conflicts = frozenset(said["provides"]), frozenset(said["conflicts"])
        return Component(id, said["title"], provides, tuple(said["requires"]), conflicts)

    def _said(self, *words: str) -> dict:
        command = [str(self._program), *words, "--format", "json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unlisted(f"shipready {' '.join(words)}: status {done.returncode}\n{done.stderr}")
        return json.loads(done.stdout)


class Trial:
    """Asks shipready, without writing, what it would set up in an empty folder."""

    def __init__(self, components: Components, program: Path, folder: Path) -> None:
        self._components = components
        self._program = program
        self._folder = folder

    def ways(self, id: str, place: Place) -> tuple[list[frozenset[str]], str]:
        """The selections with which the service is set up there; if there is none, why the first is not."""
        objections = {way: self._objection(place, way) for way in self._components.whole[id]}
        taken = [way for way, words in objections.items() if not words]
        reason = next(filter(None, objections.values()), "nothing that it needs can stand beside it")
        if not taken:
            helped = {way | more for way in objections for other in self._named(reason, way) for more in other}
            taken = [way for way in sorted(helped, key=sorted) if not self._objection(place, way)]
        return taken, reason

    def _named(self, words: str, way: frozenset[str]) -> list[list[frozenset[str]]]:
        """Some services need another and do not say so in `requires`, but when they are left out."""
        named = set(re.findall(r"[\w-]+", words)) - way
        return [ways for id, ways in self._components.whole.items() if id in named]

    def _objection(self, place: Place, services: frozenset[str]) -> str:
        """What shipready says against one of them there; empty where it sets all up."""
        command = [self._program, "-C", self._folder, "--dry-run", "--quiet", "init", *arguments(place, services)]
        done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
        lines = done.stderr.strip().splitlines()
        if done.returncode:
            return lines[0]
        left_out = tuple(f"warning: {self._components.services[id].title} is left out: " for id in services)
        return next((line.removeprefix("warning: ") for line in lines if line.startswith(left_out)), "")

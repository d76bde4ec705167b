"""Selections that between them show every pair: two services side by side, one without the other, one at each place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import NamedTuple


class Place(NamedTuple):
    """What an application is, and where it runs."""

    stack: str
    target: str


class Goal(NamedTuple):
    """`kind`: `at` (a service at a place), `beside` (two services, in order of their ids), `without` (one, not the other)."""

    kind: str
    one: str
    other: str | Place


@dataclass(frozen=True)
class Chosen:
    """One tree: the arguments of its `init`."""

    place: Place
    services: tuple[str, ...]


# What can stand at a place: for each service, the smallest selections that hold all it needs.
Ways = Mapping[str, list[frozenset[str]]]


class Covering:
    """Takes, tree by tree, what shows most of what no tree has shown yet."""

    def __init__(self, ways: Mapping[Place, Ways], rivals: Mapping[str, frozenset[str]]) -> None:
        self._ways = ways
        self._rivals = rivals
        self.goals = set(self._all_goals())
        self._open = set(self.goals)

    def trees(self) -> Iterator[Chosen]:
        while self._open:
            place = max(sorted(self._ways), key=self._open_at)
            seed = min(self._reachable(place), default=None)
            if seed is None:
                seed = min(self._open)
                place = next(place for place in sorted(self._ways) if self._starts(place, seed))
            chosen = self._grown(place, seed)
            self._open -= self._shown(place, chosen)
            yield Chosen(place, tuple(sorted(chosen)))

    def _open_at(self, place: Place) -> int:
        return sum(Goal("at", service, place) in self._open for service in self._ways[place])

    def _reachable(self, place: Place) -> Iterator[Goal]:
        return (goal for goal in self._open if goal.kind == "at" and goal.other == place)

    def _all_goals(self) -> Iterator[Goal]:
        for place, ways in self._ways.items():
            yield from (Goal("at", service, place) for service in ways)
            yield from (goal for goal in self._between(ways) if self._starts(place, goal))

    @staticmethod
    def _between(services: Iterable[str]) -> Iterator[Goal]:
        yield from (Goal("beside", *pair) for pair in combinations(sorted(services), 2))
        yield from (Goal("without", *pair) for pair in permutations(sorted(services), 2))

    def _starts(self, place: Place, goal: Goal) -> list[frozenset[str]]:
        """The selections at this place that a tree can begin with to show the goal."""
        ways = self._ways[place]
        if goal.kind == "at":
            return ways.get(goal.one, []) if goal.other == place else []
        if goal.kind == "without":
            return [way for way in ways.get(goal.one, []) if goal.other not in way]
        both = (one | other for one in ways.get(goal.one, []) for other in ways.get(goal.other, []))
        return [way for way in both if self._peaceful(way)]

    def _peaceful(self, services: Iterable[str]) -> bool:
        return not any(self._rivals[one].intersection(services) for one in services)

    def _grown(self, place: Place, seed: Goal) -> frozenset[str]:
        barred = seed.other if seed.kind == "without" else None
        chosen = max(self._starts(place, seed), key=lambda way: (len(self._news(place, way)), sorted(way)))
        while larger := self._larger(place, chosen, barred):
            chosen = larger
        return chosen

    def _larger(self, place: Place, chosen: frozenset[str], barred: str | None) -> frozenset[str] | None:
        """With the service that shows most beside these, if any shows more than it hides."""
        best, most = None, len(self._news(place, chosen))
        for whole in sorted({chosen | way for ways in self._ways[place].values() for way in ways}, key=sorted):
            if barred not in whole and self._peaceful(whole) and (news := len(self._news(place, whole))) > most:
                best, most = whole, news
        return best

    def _news(self, place: Place, services: frozenset[str]) -> set[Goal]:
        return self._shown(place, services) & self._open

    def _shown(self, place: Place, services: frozenset[str]) -> set[Goal]:
        others = self._ways[place].keys() - services
        shown = {Goal("at", service, place) for service in services}
        shown.update(Goal("beside", *pair) for pair in combinations(sorted(services), 2))
        shown.update(Goal("without", one, other) for one in services for other in others)
        return shown

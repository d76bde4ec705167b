"""Which services are selected together."""

from itertools import combinations
from pathlib import Path

import yaml

Selection = frozenset[str]


def every(services: tuple[str, ...]) -> list[Selection]:
    """All, with those that nobody can choose: a lock must hold whatever provides what."""
    return [frozenset(some) for size in range(len(services) + 1) for some in combinations(services, size)]


def requirements(templates: Path) -> dict[str, list[set[str]]]:
    """By service: for each thing that it needs, the services that provide it."""
    found = templates.glob("services/*/component.yaml")
    components = {path.parent.name: yaml.safe_load(path.read_text()) for path in found}
    return {
        name: [
            {other for other, at in components.items() if need in at.get("provides", [])}
            for need in component.get("requires", [])
        ]
        for name, component in components.items()
    }


def possible(selected: Selection, needs: dict[str, list[set[str]]]) -> bool:
    return all(providers & selected for name in selected for providers in needs.get(name, []))


def telling(services: tuple[str, ...], needs: dict[str, list[set[str]]]) -> list[Selection]:
    """Nothing, each alone or with what it needs, everything, and what any two leave untried of with and without."""
    candidates = [selected for selected in every(services) if possible(selected, needs)]
    chosen = [candidates[0], candidates[-1]]
    left = {pair for selected in candidates for pair in pairs(selected, services)}
    for selected in chosen:
        left -= pairs(selected, services)
    while left:
        best = max(candidates, key=lambda selected: len(pairs(selected, services) & left))
        chosen.append(best)
        left -= pairs(best, services)
    return list(dict.fromkeys(chosen))


def pairs(selected: Selection, services: tuple[str, ...]) -> set[tuple[str, bool, str, bool]]:
    return {(one, one in selected, other, other in selected) for one, other in combinations(services, 2)}

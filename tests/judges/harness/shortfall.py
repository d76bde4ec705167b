"""What no tree of the pairwise set can show, and why: a line each."""

from collections.abc import Iterator
from itertools import combinations, groupby

from harness.components import Components
from harness.covering import Goal, Place


def lines(components: Components, goals: set[Goal], refused: dict[tuple[str, Place], str]) -> Iterator[str]:
    yield from _at_places(components, refused)
    yield from _side_by_side(components, goals)


def _at_places(components: Components, refused: dict[tuple[str, Place], str]) -> Iterator[str]:
    by_reason = sorted((id, place.target, reason, place.stack) for (id, place), reason in refused.items())
    for (id, target, reason), group in groupby(by_reason, key=lambda one: one[:3]):
        stacks = [stack for *_, stack in group]
        whose = "" if stacks == components.stacks else f"{', '.join(stacks)} with "
        yield f"{whose}{id} on {target}: {reason}"


def _side_by_side(components: Components, goals: set[Goal]) -> Iterator[str]:
    for one, other in combinations(sorted(components.services), 2):
        if Goal("beside", one, other) in goals:
            continue
        rivals = other in components.rivals[one]
        yield f"{one} beside {other}: {'they conflict' if rivals else 'no place has room for both and what they need'}"

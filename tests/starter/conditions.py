"""The shortest condition of a template that holds for some selections of services and for no others."""

from itertools import combinations

Selection = frozenset[str]
# Services that are selected, and services that are not.
Term = tuple[Selection, Selection]


def condition(here: set[Selection], every: set[Selection]) -> str | None:
    """`None` where nothing has to be asked; else alternatives of conjunctions, as Quine and McCluskey find them."""
    if here == every:
        return None
    services = sorted(frozenset().union(*every))
    terms = [term for term in candidates(services) if covered(term, every) <= here]
    left, chosen = set(here), []
    while left:
        best = max(terms, key=lambda term: (len(covered(term, left)), -size(term), -len(term[1])))
        chosen.append(best)
        left -= covered(best, every)
    return " or ".join(text(term) for term in chosen)


def candidates(services: list[str]) -> list[Term]:
    """All conjunctions, short ones first."""
    found = [
        (frozenset(asked) - frozenset(off), frozenset(off))
        for count in range(1, len(services) + 1)
        for asked in combinations(services, count)
        for size in range(count + 1)
        for off in combinations(asked, size)
    ]
    return sorted(found, key=size)


def size(term: Term) -> int:
    return len(term[0]) + len(term[1])


def covered(term: Term, selections: set[Selection]) -> set[Selection]:
    on, off = term
    return {selected for selected in selections if on <= selected and not off & selected}


def text(term: Term) -> str:
    on, off = term
    asked = [f'"{name}" in selected' for name in sorted(on)]
    return " and ".join(asked + [f'not "{name}" in selected' for name in sorted(off)])

"""What Prometheus reads from the admin port: the workers' counters and the container's state."""

from __future__ import annotations

import os
from pathlib import Path

from shipready_kit import metrics, shared

TICKS = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def render(dependencies: dict[str, bool]) -> bytes:
    """The text format; `dependencies` are the results of the readiness checks."""
    library = metrics.client()
    from shipready_kit._vendor.prometheus_client import multiprocess

    registry = library.CollectorRegistry()
    multiprocess.MultiProcessCollector(registry, path=str(shared.folder() / "metrics"))
    registry.register(_State(dependencies))
    return library.generate_latest(registry)


class _State:
    """Numbers that are read at the moment of the scrape."""

    def __init__(self, dependencies: dict[str, bool]) -> None:
        self.dependencies = dependencies

    def collect(self):
        """Prometheus calls this once a scrape."""
        from shipready_kit._vendor.prometheus_client import core

        gauge = core.GaugeMetricFamily
        seconds, memory = processes(os.getpid())
        yield gauge("app_workers", "Workers that can answer requests.", shared.started())
        yield gauge("app_draining", "1 while it is about to stop.", int(shared.draining()))
        yield gauge("process_resident_memory_bytes", "Memory of all processes.", memory)
        yield core.CounterMetricFamily(
            "process_cpu_seconds", "CPU time of all processes, ended ones included.", seconds
        )
        up = gauge("dependency_up", "1 when a dependency answers.", labels=["dependency"])
        for name, alive in self.dependencies.items():
            up.add_metric([name], int(alive))
        yield up


def processes(root: int) -> tuple[float, int]:
    """CPU seconds and resident bytes of a process and all its descendants."""
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The second field is a name in brackets that may itself hold blanks.
            stats[int(path.parent.name)] = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended in the meantime
    family, size = {root}, 0
    while len(family) != size:
        size = len(family)
        family |= {pid for pid, fields in stats.items() if int(fields[1]) in family}
    known = [stats[pid] for pid in family if pid in stats]
    seconds = sum(sum(map(int, fields[11:15])) for fields in known) / TICKS
    return seconds, sum(int(fields[21]) for fields in known) * PAGE_BYTES

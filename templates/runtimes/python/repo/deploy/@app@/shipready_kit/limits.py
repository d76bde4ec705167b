"""The CPU and memory limits of the container, read from cgroups, version 2 or 1."""

from __future__ import annotations

import os
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
UNLIMITED = 1 << 60  # version 1 writes a number near 2**63 for "no limit"


def _words(name: str) -> list[str]:
    try:
        return (GROUPS / name).read_text().split()
    except OSError:
        return []


def cpus() -> float:
    """How many CPUs the container may use: its quota, or those that it may run on."""
    available = float(len(os.sched_getaffinity(0)))
    quota = _words("cpu.max")
    if not quota:
        quota = _words("cpu/cpu.cfs_quota_us") + _words("cpu/cpu.cfs_period_us")
    if len(quota) == 2 and quota[0].isdigit() and int(quota[1]) > 0:
        return min(available, int(quota[0]) / int(quota[1]))
    return available


def memory() -> int | None:
    """The container's memory limit in bytes; None when there is none."""
    words = _words("memory.max") or _words("memory/memory.limit_in_bytes")
    if words and words[0].isdigit() and int(words[0]) < UNLIMITED:
        return int(words[0])
    return None


def workers(per_cpu: float, extra: int, bytes_each: int, at_most: int) -> int:
    """`per_cpu × CPUs + extra`, as far as the memory allows, and at least one."""
    wanted = min(at_most, round(per_cpu * cpus()) + extra)
    limit = memory()
    if limit is not None:
        wanted = min(wanted, limit // bytes_each)
    return max(1, wanted)


def threads(workers: int, at_most: int) -> int:
    """Threads in each of so many workers: one for 32 MiB that is left of 96 MiB, at least two."""
    limit = memory()
    if limit is None:
        return at_most
    spare = limit // workers - 96 * 1024 * 1024
    return max(2, min(at_most, spare // (32 * 1024 * 1024)))

"""Every service is limited in memory, processors and processes."""

from harness.failure import expect_none


def missing(host):
    cpu = host["NanoCpus"] or (host["CpuQuota"] and host["CpuQuota"] > 0)
    found = {"memory": host["Memory"], "cpus": cpu, "pids": (host["PidsLimit"] or 0) > 0}
    return [name for name, value in found.items() if not value]


def check(stack):
    complaints = [
        f"{c.service} has no limit of {', '.join(missing(c.host))}" for c in stack.containers() if missing(c.host)
    ]
    expect_none(complaints, "memory, cpus and pids limits everywhere")

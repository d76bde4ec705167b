"""Every service has a read-only root file system, or states why it cannot."""

from harness.failure import expect_none


def check(stack):
    complaints = [
        f"{container.service} can write to its root file system"
        for container in stack.containers()
        if not container.host["ReadonlyRootfs"] and not container.excepted("read_only")
    ]
    expect_none(complaints, "read_only everywhere")

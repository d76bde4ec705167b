"""No service can fill the disk with its log."""

from harness.failure import expect_none


def rotates(log):
    # The `local` driver rotates by itself; json-file keeps everything unless told otherwise.
    return log["Type"] in ("local", "none") or (log["Type"] == "json-file" and "max-size" in (log["Config"] or {}))


def check(stack):
    complaints = [
        f"{container.service} logs to {container.host['LogConfig']}"
        for container in stack.containers()
        if not rotates(container.host["LogConfig"])
    ]
    expect_none(complaints, "a log driver with a size limit everywhere")

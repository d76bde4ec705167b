"""Every service runs as a fixed user who is not root, or states why it cannot."""

from harness.failure import expect_none


def check(stack):
    complaints = []
    for container in stack.containers():
        if container.excepted("user"):
            continue
        user = container.facts["Config"]["User"].split(":")[0]
        if not user.isdigit() or int(user) == 0:
            complaints.append(f"{container.service}: user is {user or 'not set'!r}, a number above 0 is wanted")
        elif container.running and "0" in container.users():
            complaints.append(f"{container.service}: runs processes as root")
    expect_none(complaints, "a numeric user other than root everywhere")

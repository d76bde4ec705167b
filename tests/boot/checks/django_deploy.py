"""Django's own check before a deployment has nothing to say about the settings that run."""

from harness.failure import expect

NEEDS = ("web", "django")


def check(stack):
    done = stack.attempt(*stack.within(stack.web_service), "python", "-m", "django", "check", "--deploy")
    said = (done.stdout + done.stderr).strip()
    # A warning leaves the exit code at 0; only the last line tells that there is none.
    expect("no issues" in said, f"expected no issues, it exited {done.returncode}: {said[-1500:]}")
    return said.splitlines()[-1]

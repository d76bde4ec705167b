"""Every command that the runbook calls read-only works on the running stack."""

import re

from harness.failure import Failure, expect

BLOCK = re.compile(r"^ *```sh read-only\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def check(stack):
    pages = sorted((stack.project / "docs/operations").glob("*.md"))
    blocks = [(page.name, block) for page in pages for block in BLOCK.findall(page.read_text())]
    lines = [(page, line.strip()) for page, block in blocks for line in block.splitlines() if line.strip()]
    expect(lines, f"expected commands in docs/operations, got none in {len(pages)} pages")
    for page, line in lines:
        done = stack.attempt("sh", "-ec", line)
        if done.returncode != 0:
            raise Failure(f"{page}: `{line}` exited {done.returncode}: {(done.stderr or done.stdout).strip()[-400:]}")
        expect(done.stdout.strip() + done.stderr.strip(), f"{page}: expected `{line}` to say something")
    return f"{len(lines)} commands"

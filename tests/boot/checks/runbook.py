"""Every command that the runbook calls read-only works on the running stack."""

import re
from concurrent.futures import ThreadPoolExecutor

from harness.failure import expect, expect_none

BLOCK = re.compile(r"^ *```sh read-only\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def complaint(stack, page, line):
    done = stack.attempt("sh", "-ec", line)
    if done.returncode != 0:
        return f"{page}: `{line}` exited {done.returncode}: {(done.stderr or done.stdout).strip()[-400:]}"
    return "" if done.stdout.strip() + done.stderr.strip() else f"{page}: `{line}` says nothing"


def check(stack):
    pages = sorted((stack.project / "docs/operations").glob("*.md"))
    blocks = [(page.name, block) for page in pages for block in BLOCK.findall(page.read_text())]
    lines = [(page, line.strip()) for page, block in blocks for line in block.splitlines() if line.strip()]
    expect(lines, f"expected commands in docs/operations, got none in {len(pages)} pages")
    # Most of them wait for the engine, and none changes what another reads.
    with ThreadPoolExecutor(max_workers=6) as pool:
        found = list(pool.map(lambda line: complaint(stack, *line), lines))
    expect_none([told for told in found if told], "every command to work")
    return f"{len(lines)} commands"

"""markdownlint: Markdown as its readers' programs expect it; and every relative link leads somewhere."""

import re
from urllib.parse import unquote

from harness.tools import CONFIG

FILES = ("**/*.md",)
PLACE = re.compile(r"^judged-\d+\.md")
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)


def judge(tree, files, tools):
    findings = []
    with tools.scratch() as elsewhere:  # away from the tree, whose own configuration would excuse it
        config = elsewhere / ".markdownlint-cli2.jsonc"
        config.write_text((CONFIG / "markdownlint.json").read_text())
        copies = {f"judged-{number}.md": name for number, name in enumerate(files)}
        for copy, name in copies.items():
            (elsewhere / copy).write_bytes((tree / name).read_bytes())
        done = tools.run("markdownlint-cli2", *copies, cwd=elsewhere)
        found = [line for line in done.stderr.splitlines() if line.startswith("judged-")]
        if done.returncode and not found:
            findings.append(f"markdownlint: {done.stderr.strip()[-400:]}")
        findings += [PLACE.sub(lambda place: f"{copies[place[0]]}", line, count=1) for line in found]
    for name in files:
        findings += links(tree, name)
    return findings


def links(tree, name):
    text = CODE.sub("", (tree / name).read_text(errors="replace"))
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        there = (tree / name).parent / path if path else tree / name
        if not there.exists():
            yield f"{name}: the link `{target}` leads nowhere"
        elif anchor and there.suffix == ".md" and anchor not in anchors(there):
            yield f"{name}: `{target}` names no heading of that file"


def anchors(file):
    headings = HEADING.findall(
        re.sub(r"^```.*?^```", "", file.read_text(errors="replace"), flags=re.MULTILINE | re.DOTALL)
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

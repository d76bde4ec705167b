"""mermaid: every diagram in Markdown parses, and every node that an arrow names was declared."""

import json
import re

from harness import once
from harness.tools import HOME

FILES = ("**/*.md",)
DEPENDS_ON = once.ITSELF
BLOCK = re.compile(r"^```mermaid\n(.*?)^```", re.MULTILINE | re.DOTALL)
DECLARED = re.compile(r"^\s*(\w+)\s*[\[({]", re.MULTILINE)
ARROW = re.compile(r"^\s*(\w+)\s+-[-.].*>\s+(\w+)\s*$", re.MULTILINE)


def judge(tree, files, tools):
    diagrams = []
    for name in files:
        text = (tree / name).read_text(errors="replace")
        for block in BLOCK.finditer(text):
            diagrams.append((name, text[: block.start()].count("\n") + 1, block[1]))
        if text.count("```mermaid") != len(BLOCK.findall(text)):
            diagrams.append((name, 1, "an unclosed block"))
    if not diagrams:
        return []
    modules = tools.path("node_modules")
    done = tools.execute_with_node(
        HOME / "harness/mermaid.mjs", modules, input=json.dumps([text for *_, text in diagrams])
    )
    if done.returncode:
        return [f"{diagrams[0][0]}: not parsed: {done.stderr.strip()[-400:]}"]
    findings = []
    for (name, line, text), error in zip(diagrams, json.loads(done.stdout), strict=True):
        if error:
            findings.append(f"{name}:{line}: {error.splitlines()[0]}")
        # An arrow to a name that nobody declared draws a box of that name, without a word.
        declared = set(DECLARED.findall(text))
        for one, other in ARROW.findall(text):
            findings += [f"{name}:{line}: `{node}` is not declared" for node in (one, other) if node not in declared]
    return findings

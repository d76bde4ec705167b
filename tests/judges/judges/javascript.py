"""node --check: every script of the stack can be parsed, as the module or the plain script that it is."""

import re

from harness import once

FILES = ("deploy/**/*.js", "deploy/**/*.mjs")
DEPENDS_ON = once.ITSELF
MODULE = re.compile(r"^(import|export)\b", re.MULTILINE)


def judge(tree, files, tools):
    findings = []
    with tools.scratch() as folder:
        for name in files:
            text = (tree / name).read_text(errors="replace")
            copy = folder / ("script.mjs" if name.suffix == ".mjs" or MODULE.search(text) else "script.cjs")
            copy.write_text(text)
            done = tools.execute_with_node("--check", copy, cwd=folder)
            if done.returncode:
                findings.append(f"{name}: {' '.join(done.stderr.split())[:300]}")
    return findings

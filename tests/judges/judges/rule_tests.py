"""Every test of a rule fails when that rule is broken: its threshold, its time, its severity, a clause of it."""

import json
from xml.etree import ElementTree

from harness import once
from harness.rules import RULES, TESTS, mutants, read

FILES = ("deploy/prometheus/rules/*.yml", "deploy/prometheus/tests/*.yml")
DEPENDS_ON = once.ITS_NAME


def judge(tree, files, tools):
    return [
        f"{path}: {words}, and its test still passes"
        for path in files
        if path.is_relative_to(RULES) and (tree / TESTS / path.name).is_file()
        for words in unnoticed(tree, path, tools)
    ]


def unnoticed(tree, path, tools):
    """The ways to break a rule of this file that its test does not notice."""
    document = read(tree / path, tools)
    if not document:
        return ["it is not YAML"]
    test = (tree / TESTS / path.name).read_text()
    with tools.scratch() as folder:
        words = {}
        for number, (broken, changed) in enumerate(mutants(document)):
            rules, tests = folder / f"{number}/rules", folder / f"{number}/tests"
            rules.mkdir(parents=True)
            tests.mkdir()
            (rules / path.name).write_text(json.dumps(changed))
            (tests / path.name).write_text(test)
            words[str(tests / path.name)] = broken
        # All at once: one that starts for each takes ten times as long.
        tools.run("promtool", "test", "rules", f"--junit={folder / 'report.xml'}", *words)
        suites = ElementTree.parse(folder / "report.xml").getroot().iter("testsuite")
        passed = [suite.get("name") for suite in suites if suite.get("failures") == suite.get("errors") == "0"]
        return [words[name] for name in passed]

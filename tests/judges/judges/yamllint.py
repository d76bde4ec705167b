"""yamllint: every YAML file, with the rules of config/yamllint.yaml."""

from harness import once
from harness.tools import CONFIG

FILES = ("**/*.yaml", "**/*.yml")
DEPENDS_ON = once.ITSELF


def judge(tree, files, tools):
    done = tools.run("yamllint", "--strict", "-f", "parsable", "-c", CONFIG / "yamllint.yaml", *files, cwd=tree)
    findings = done.stdout.splitlines()
    if done.returncode and not findings:
        findings.append(f"yamllint: {done.stderr.strip()}")
    return findings + [f"{name}: empty" for name in files if not (tree / name).read_text(errors="replace").strip()]

"""shfmt: shell scripts are formatted (two spaces, cases indented)."""

from harness import once, shells

FILES = ("**/*",)
DEPENDS_ON = once.ITSELF
concerns = shells.is_script


def judge(tree, files, tools):
    findings = []
    for name in files:
        # Flags on the command line keep a tree's .editorconfig out of it.
        done = tools.run("shfmt", "--diff", "--indent", "2", "--case-indent", name, cwd=tree)
        if done.returncode or done.stdout:
            findings.append(f"{name}: {done.stderr.strip()}{done.stdout}")
    return findings

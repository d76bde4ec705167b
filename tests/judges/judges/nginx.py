"""nginx -t on nginx 1.31: no error, no warning, and every file of deploy/nginx is loaded."""

import os
import re

from harness import compose, nginx

FILES = ("deploy/nginx/**/*.conf", "deploy/nginx/**/*.template")
NOBODY = 65534
LOADED = re.compile(r"^# configuration file (\S+):$", re.MULTILINE)
COMPLAINT = re.compile(r"\[(?:warn|error|crit|alert|emerg)\].*")


def judge(tree, files, tools):
    with tools.scratch() as folder:
        try:
            layout = nginx.lay_out(tree, files, folder, tools)
        except compose.Unreadable as refusal:
            return [str(refusal)]
        done = tools.run(
            "nginx", "-T", "-p", layout.root, "-e", "stderr", "-c", layout.main, cwd=layout.root, **unprivileged(folder)
        )
        findings = layout.findings + [layout.translate(text) for text in COMPLAINT.findall(done.stderr)]
        if done.returncode:
            return findings or [f"nginx: {done.stderr}"]
        loaded = {layout.translate(name) for name in LOADED.findall(done.stdout)}
    return findings + [f"{name}: nothing includes it" for name in files if str(name) not in loaded]


def unprivileged(folder):
    """The master must not be root: it would pass over file modes and over a `user` that a container cannot change to."""
    if os.geteuid():
        return {}
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}

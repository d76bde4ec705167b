"""gixy-next: what nginx accepts and should not be written."""

import json

from harness import compose, nginx

FILES = ("deploy/nginx/**/*.conf", "deploy/nginx/**/*.template")


def judge(tree, files, tools):
    with tools.scratch() as folder:
        try:
            layout = nginx.lay_out(tree, files, folder, tools)
        except compose.Unreadable as refusal:
            return [str(refusal)]
        done = tools.run("gixy-next", "--format", "json", layout.main, cwd=folder)
        if done.returncode not in (0, 1):
            return [f"gixy: {layout.translate(done.stderr).strip()}"]
        issues = json.loads(done.stdout or "[]")
        findings = [
            f"{layout.translate(issue.get('file') or str(layout.main))}:{issue.get('line')}: "
            f"{issue['plugin']} {issue['severity']}: {issue['summary']} {issue.get('reason') or ''}"
            for issue in issues
        ]
    return findings or ([f"gixy: {done.stdout}{done.stderr}"] if done.returncode else [])

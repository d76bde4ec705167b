"""gunicorn --check-config, and every public name in the file is a setting or a hook: gunicorn ignores misspelt ones."""

import ast
import re
import shutil

from harness.tools import HOME

FILES = ("deploy/**/gunicorn.conf.py", "**/gunicorn.conf.py")
PROBE = HOME / "harness/gunicorn_probe.py"
APPLICATION = "def app(environ, start_response):\n    start_response('204 No Content', [])\n    return []\n"


def judge(tree, files, tools):
    return [f"{name}{text}" for name in files for text in check(tree / name, tools)]


def check(path, tools):
    python = tools.venv("gunicorn", packages(path)) / "bin/python"
    listed = tools.execute(python, PROBE)
    known = set(listed.stdout.split())
    if "worker_class" not in known:
        return [f": gunicorn does not tell its settings: {listed.stderr.strip()}"]
    try:
        findings = unknown(ast.parse(path.read_text()), known)
    except SyntaxError as error:
        return [f":{error.lineno}: {error.msg}"]
    return findings + refused(path, python, tools)


def packages(path):
    """The image's own list beside the file, unless gunicorn comes from the application's."""
    own = path.with_name("requirements.txt")
    named = own.exists() and re.search(r"^gunicorn\b", own.read_text(), re.MULTILINE)
    return own if named else HOME / "requirements/gunicorn.txt"


def unknown(module, known):
    """Public names bound at the top level, also inside if, try, with and for, which are neither setting nor hook."""
    return [
        f":{node.lineno}: {name} is not a setting of gunicorn (helpers begin with _)"
        for node in top_level(module)
        for name in bound(node)
        if not name.startswith("_") and name not in known
    ]


def top_level(node):
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.ListComp,
                                  ast.SetComp, ast.DictComp, ast.GeneratorExp)):  # fmt: skip
            yield from top_level(child)


def bound(node):
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    return [node.id] if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else []


def refused(path, python, tools):
    """What gunicorn says to the file itself, beside a stand-in application."""
    with tools.scratch() as folder:
        shutil.copytree(path.parent, folder, dirs_exist_ok=True)
        (folder / "judged_application.py").write_text(APPLICATION)
        given = ("--config", path.name, "judged_application:app")
        for command in (["-m", "gunicorn", "--check-config"], [PROBE]):
            done = tools.execute(python, *command, *given, cwd=folder, env={"PYTHONDONTWRITEBYTECODE": "1"})
            if done.returncode:
                said = [line for line in (done.stderr + done.stdout).splitlines() if "Error" in line] or [done.stderr]
                return [f": gunicorn: {said[-1].strip()}"]
    return []

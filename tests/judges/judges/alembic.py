"""alembic on real PostgreSQL: upgrade, check, downgrade, upgrade."""

from harness import postgres, python_app, trees

FILES = ("**/alembic.ini",)
STEPS = (("upgrade", "head"), ("check",), ("downgrade", "base"), ("upgrade", "head"))


def judge(tree, files, tools):
    return [finding for name in files for finding in migrate(tree, name, tools)]


def migrate(tree, name, tools):
    source = python_app.lock((tree / name).parent, tree)
    if source is None:
        return [f"{name}: no uv.lock, requirements.txt or pyproject.toml says what it needs"]
    python = python_app.environment(source, tools)
    server = postgres.server(tools)
    database = server.database()
    variables = python_app.variables(tree, source, database.fields, tools)
    with tools.scratch() as folder:
        trees.copy(tree, folder)
        for step in STEPS:
            done = tools.execute(
                python / "bin/alembic", *step, cwd=(folder / name).parent,
                env={**variables, "PYTHONDONTWRITEBYTECODE": "1"},
            )  # fmt: skip
            if done.returncode:
                last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-8:]
                return [f"{name}: alembic {' '.join(step)}: " + "\n    ".join(last)]
    # An env.py that falls back to SQLite would pass every step without having met PostgreSQL.
    if server.query(database.name, "SELECT count(*) FROM pg_tables WHERE tablename = 'alembic_version'") == "0":
        return [f"{name}: the migrations ran, but not on the database that the environment names"]
    return []

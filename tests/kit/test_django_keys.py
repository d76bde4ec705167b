"""Django's secret key: missing, known to everybody, changed."""

from harness import Server
from prepared import python_of
from projects import KEY, LEAST
from sites import told


def test_a_key_that_was_changed_counts_beside_the_new_one(newest_project):
    folder = newest_project.folder / "secrets"
    folder.mkdir()
    older = ["older" + KEY, "oldest" + KEY]
    (folder / "SECRET_KEY").write_text("\n".join([KEY, *older]) + "\n")
    text = LEAST + "import os\nSECRET_KEY = SIGNING = os.environ['SECRET_KEY']\n"
    text += "OTHER = os.environ['OTHER']\n"
    (folder / "OTHER").write_text("two\nlines")
    told = {"KIT_SECRETS_DIR": str(folder)}
    names = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "SIGNING", "OTHER")
    found = newest_project.asked(*names, text=text, **told)
    expected = {"SECRET_KEY": KEY, "SECRET_KEY_FALLBACKS": older, "SIGNING": KEY}
    assert found == {**expected, "OTHER": "two\nlines"}
    own = text + "SECRET_KEY_FALLBACKS = ['own']\n"
    found = newest_project.asked("SECRET_KEY_FALLBACKS", text=own, **told)
    assert found == {"SECRET_KEY_FALLBACKS": ["own", *older]}
    # Nothing of them is shown in a log.
    shown = newest_project.run("env", text=text, **told).stdout
    (masked,) = [line for line in shown.splitlines() if line.startswith("KIT_SECRET_NAMES=")]
    assert {"KIT_OLDER_KEY_1", "KIT_OLDER_KEY_2"} <= set(masked.partition("=")[2].split())


def test_a_key_that_is_in_the_repository_gives_way_to_one_that_is_not(newest_project):
    text = LEAST + "SECRET_KEY = 'in everybodys hands'\n"
    told = {"KIT_KEY_IN_CODE": "1"}
    found = newest_project.asked("SECRET_KEY", text=text, DJANGO_SECRET_KEY=KEY, **told)
    assert found == {"SECRET_KEY": KEY}
    done = newest_project.run("python", "-m", "django", "check", text=text, **told)
    assert done.returncode != 0
    assert "stands in the repository" in done.stderr


def test_a_key_that_everybody_knows_stops_the_start(project):
    bad = LEAST.replace(KEY, "django-insecure-" + KEY)
    for text, state in ((bad, "stands in the repository"), ("INSTALLED_APPS = []\n", "is missing")):
        done = project.run("python", "-m", "django", "check", text=text)
        assert done.returncode != 0
        assert f"SECRET_KEY of mine {state}" in done.stderr
        assert "provide the secret DJANGO_SECRET_KEY" in done.stderr
        given = project.asked("SECRET_KEY", text=text, DJANGO_SECRET_KEY=KEY)
        assert given["SECRET_KEY"] == KEY
    own = project.asked("SECRET_KEY", DJANGO_SECRET_KEY="another")
    assert own["SECRET_KEY"] == KEY


def test_the_server_does_not_start_without_a_key(tmp_path):
    settings = told("django6", STORE_KEY="")
    server = Server(python_of("django6"), tmp_path, wait=False, **settings)
    assert server.process.wait(30) not in (0, None)
    assert "SECRET_KEY of store.settings is missing" in server.output.read_text()

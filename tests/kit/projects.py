"""Settings of Django that a test writes itself, and the kit's commands over them."""

import json
import subprocess
from pathlib import Path

from prepared import python_of
from sites import SETTINGS

KEY = "0123456789abcdefghij-ABCDEFGHIJ-0123456789-abcdefghij"
LEAST = f"SECRET_KEY = {KEY!r}\nINSTALLED_APPS = []\nMIDDLEWARE = []\n"
ASK = """
import json
from django.conf import settings
names = json.loads({names!r})
print(json.dumps({{name: getattr(settings, name, None) for name in names}}, default=str))
"""
TLS = {"KIT_BEHIND_TLS": "1"}
SECURITY = "django.middleware.security.SecurityMiddleware"


class Project:
    """Settings of one test, and the kit's commands over them."""

    def __init__(self, name, folder):
        self.python, self.name, self.folder = python_of(name), name, folder

    def run(self, *command, text=LEAST, **settings):
        (self.folder / "mine.py").write_text(text)
        environment = {
            "PATH": f"{Path(self.python).parent}:/usr/bin:/bin",
            "PYTHONPATH": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "DJANGO_SETTINGS_MODULE": SETTINGS["DJANGO_SETTINGS_MODULE"],
            "KIT_SETTINGS": "mine",
            **settings,
        }
        return subprocess.run(
            [self.python, "-m", "shipready_kit", "run", *command],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            check=False,
            text=True,
        )

    def asked(self, *names, text=LEAST, **settings):
        """The values of these settings as Django has them."""
        code = ASK.format(names=json.dumps(names))
        done = self.run("python", "-c", code, text=text, **settings)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

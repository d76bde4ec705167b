"""The three commands of the image: `web`, `run ARGV…` and `health`.

Exit codes: 0 well · 1 not ready (health) · 64 wrong usage · 78 a setting or a secret is
missing or wrong · otherwise that of the server or the command.
"""

import os
import sys

# `python -m` puts the working directory first on the path. The application needs that,
# the kit does not: an application's own `queue.py` must not break the launcher.
sys.path[:] = [entry for entry in sys.path if entry not in ("", os.getcwd())]

USAGE = "usage: python -m shipready_kit web | run COMMAND [ARGUMENT …] | health"


def main(arguments):
    """Run one command; returns its exit code. The health check imports next to nothing."""
    # Platforms that are given a whole command put it in the place of the image's entry point,
    # or behind it, and few say which: both work.
    if arguments[:3] == ["python", "-m", "shipready_kit"]:
        arguments = arguments[3:]
    command, rest = (arguments or ["web"])[0], arguments[1:]
    if command == "health":
        from shipready_kit import health

        return health.check()
    if command == "gunicorn":
        # Not for people: `launch` starts the server this way rather than by
        # `-m gunicorn`, for the sake of the path above.
        from shipready_kit import capture

        capture.install()
        from gunicorn.app import wsgiapp

        sys.argv = arguments
        return wsgiapp.run()

    from shipready_kit.settings import SettingError

    try:
        if command == "web" and not rest:
            from shipready_kit import launch

            return launch.web()
        if command == "run" and rest:
            from shipready_kit import environ

            return environ.execute(rest)
    except SettingError as error:
        print(f"shipready: error: {error}", file=sys.stderr)
        return 78
    print(USAGE, file=sys.stderr)
    return 64


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The commands of the image.

    web                        the server that answers requests
    worker COMMAND …           a program beside it: a queue's worker, a scheduler
    cron SCHEDULE -- COMMAND … a command at fixed times
    run COMMAND …              a command, once: a migration, a shell
    health                     whether this container is ready

Exit codes: 0 well · 1 not ready (health) · 64 wrong usage · 78 a setting or a secret is
missing or wrong · otherwise that of the server or the command.
"""

import os
import sys

# `python -m` puts the working directory first on the path. The application needs that,
# the kit does not: an application's own `queue.py` must not break the launcher.
sys.path[:] = [entry for entry in sys.path if entry not in ("", os.getcwd())]

USAGE = """usage: python -m shipready_kit web
       python -m shipready_kit worker COMMAND [ARGUMENT …]
       python -m shipready_kit cron SCHEDULE -- COMMAND [ARGUMENT …]
       python -m shipready_kit run COMMAND [ARGUMENT …]
       python -m shipready_kit health"""


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
    if command in ("gunicorn", "program") and rest:
        return child(command, arguments)

    from shipready_kit.settings import SettingError

    try:
        code = process(command, rest)
    except SettingError as error:
        print(f"shipready: error: {error}", file=sys.stderr)
        return 78
    if code is None:
        print(USAGE, file=sys.stderr)
        return 64
    return code


def child(command, arguments):
    """Not for people: `launch` starts the server and other programs this way rather than by
    `-m gunicorn`, for the sake of the path above.
    """
    if command == "program":
        from shipready_kit import program

        return program.run(arguments[1:])
    from shipready_kit import capture

    capture.install()
    from gunicorn.app import wsgiapp

    sys.argv = arguments
    return wsgiapp.run()


def process(command, rest):
    """What a container runs; None when it was asked for in a wrong way."""
    if command == "run" and rest:
        from shipready_kit import environ

        return environ.execute(rest)
    if command == "cron" and len(rest) > 2 and rest[1] == "--":
        from shipready_kit import cron

        return cron.serve(rest[0], rest[2:])
    from shipready_kit import launch

    if command == "web" and not rest:
        return launch.web()
    return launch.worker(rest) if command == "worker" and rest else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

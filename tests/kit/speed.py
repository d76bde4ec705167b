"""What a request costs with and without the kit: `python speed.py flask3 [seconds]`.

One worker, four connections that stay open, the shortest answer; each side in turn, several
times, because other programs may keep the machine busy: the best of each counts. The time of
the processor that the server spent on a request depends less on them than requests a second.
"""

import http.client
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from harness import free_port
from prepared import APPS, STACKS, python_of
from sites import told

CLIENTS, ROUNDS = 4, 3


def environment(name, port):
    python = python_of(name)
    settings = told(name)
    return {
        "PATH": f"{Path(python).parent}:/usr/bin:/bin",
        "PYTHONPATH": str(APPS),
        "KIT_APP": settings.pop("app"),
        "PORT": str(port),
        "KIT_HOST": "127.0.0.1",
        "KIT_ADMIN_PORT": str(free_port()),
        "KIT_RUNTIME_DIR": f"/tmp/speed-{port}",
        "KIT_DRAIN_SECONDS": "0",
        "WEB_CONCURRENCY": "1",
        **settings,
    }


def command(name, port, kit):
    """The server of the image, or a plain gunicorn of the same kind."""
    python = python_of(name)
    if kit:
        return [python, "-m", "shipready_kit", "web"]
    settings = told(name)
    kind = ["-k", "gthread", "--threads", "8"]
    if settings["app"].startswith("store.asgi"):
        kind = ["-k", "uvicorn_worker.UvicornWorker"]
    app = settings["app"]
    if app.startswith("store."):  # whose own module would choose the settings of development
        interface = STACKS[name][1]
        app = f"django.core.{interface}:get_{interface}_application()"
    usual = ["-w", "1", "-b", f"127.0.0.1:{port}", "--keep-alive", "75", app]
    return [python, "-m", "gunicorn", *kind, *usual]


def measure(name, kit, seconds):
    port = free_port()
    variables = environment(name, port)
    if not kit and "KIT_SETTINGS" in variables:
        variables["DJANGO_SETTINGS_MODULE"] = "speed_settings"
    with open(os.devnull, "w") as nothing:
        server = subprocess.Popen(
            command(name, port, kit), env=variables, cwd=APPS, stdout=nothing, stderr=nothing
        )
    counts = []
    try:
        patience = time.monotonic() + 60
        while True:
            try:
                ask(port, 1, [])  # until all of it is imported
                break
            except OSError:
                assert time.monotonic() < patience
                time.sleep(0.2)
        begun = spent(server.pid)
        threads = [
            threading.Thread(target=ask, args=(port, seconds, counts)) for _ in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        used = spent(server.pid) - begun
    finally:
        server.terminate()
        server.wait()
    return sum(counts) / seconds, used / sum(counts) * 1e6


def spent(pid):
    """Seconds of the processor of a process and those that it started."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK") + sum(map(spent, children))


def ask(port, seconds, counts):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        connection.request("GET", "/")
        response = connection.getresponse()
        assert response.status == 200, response.status
        response.read()
        count += 1
    counts.append(count)


if __name__ == "__main__":
    which, length = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 4
    sides = {False: [], True: []}
    for _ in range(ROUNDS):
        for side, results in sides.items():
            results.append(measure(which, side, length))
    for side, results in sides.items():
        rates, costs = zip(*results)
        print(which, "with" if side else "without", "the kit:", end=" ")
        print(f"{max(rates):.0f} requests/s, {min(costs):.0f} µs of the processor each")

"""gunicorn, as the launcher starts it. Every name here that gunicorn knows is a setting.

To change one for a single deployment, set GUNICORN_CMD_ARGS="--timeout 90", which wins.
"""

from pathlib import Path

from shipready_kit import heartbeat, limits, logs, metrics, settings, shared

_asgi = (Path(__file__).parent / "shipready_kit" / "asgi.py").exists()

bind = settings.bind()

# Workers. One more than there are CPUs, so that a replacement or one blocked event loop
# never leaves the container without an answer; fewer when the memory limit is small.
workers = int(settings.number("WEB_CONCURRENCY", 0)) or limits.workers(
    per_cpu=1 if _asgi else 2, extra=1, bytes_each=160 * 1024 * 1024, at_most=16
)
if _asgi:
    worker_class = "shipready_kit.worker.Worker"
else:
    worker_class = "gthread"
    threads = 4

# A worker that shows no sign of life for this long is killed. It must be longer than the
# longest piece of code that blocks, and shorter than the proxy's own time-out (60 s).
timeout = 50

# After TERM: how long running requests may take. The launcher's hard limit is a little later.
graceful_timeout = settings.graceful_seconds()

# Longer than the proxy keeps its idle connections (60 s): the side that may close at any
# moment must be the proxy, otherwise it sends a request into a connection that just died.
keepalive = 75

# Replace a worker now and then, so that a slow memory leak never becomes an outage; the
# jitter keeps them from leaving together. A lone worker would leave a gap: keep that one.
max_requests = 10_000 if workers > 1 else 0
max_requests_jitter = 2_000 if workers > 1 else 0

# While developing (KIT_RELOAD=1): start anew at every change of the code.
reload = settings.developing()

# The sign of life is a file: on a disk its update can hang, in memory it cannot.
worker_tmp_dir = "/dev/shm"

# Who the client is, is decided by the kit (KIT_TRUSTED_PROXIES); gunicorn itself believes
# nobody but this very machine.
forwarded_allow_ips = "127.0.0.1,::1"

# Newer versions open a control socket below $HOME, which is read-only here.
control_socket_disable = True

# Logs: JSON on stdout, one line for each request, written by the kit with its id and route.
# KIT_OFF=logs brings back gunicorn's own plain lines.
logconfig_dict = logs.dictionary() or {}
accesslog = "-" if settings.off("logs") else None
errorlog = "-"
loglevel = logs.level().lower()
proc_name = settings.app_name()


def pre_fork(server, worker):
    """In the main process: choose the worker's slot in the shared folder."""
    shared.take_slot(worker, server.WORKERS.values())


def post_fork(_server, worker):
    """In the new worker: take the slot, and show signs of life while the application loads."""
    shared.enter_slot(worker)
    heartbeat.while_starting(worker)


def child_exit(_server, worker):
    """In the main process: the worker is gone, and with it what it was doing."""
    shared.mark_gone(worker)
    metrics.mark_gone(worker)

"""Production behaviour around a Python application, without a change to its code.

Read in this order: `launch` (process 1), `environ` (secrets), `admin` and `ready`
(probes), `shared` (what the launcher and its workers have in common), `logs` and
`capture`, `metrics`. The module that wraps the application itself (`asgi` or `wsgi`) and
`/opt/kit/gunicorn.conf.py` meet all of them in each worker.

Nothing here is imported by the application. Every part has a switch: name it in
KIT_OFF, for example `KIT_OFF="headers sentry"`.
"""

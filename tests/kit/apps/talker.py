"""An application that writes to stdout and stderr by itself, in forms of its own."""

import io
import json
import os
import subprocess
import sys
import threading
import traceback
import warnings

from fastapi import FastAPI

print("imported\nin two lines")
app = FastAPI()


@app.get("/print")
def printed():
    print("two", "words", end=" ")
    print("\x1b[31mand more\x1b[0m")
    print("password=hunter22 tok-abcdef123456", file=sys.stderr)
    warnings.warn("an old way", stacklevel=1)


@app.get("/token")
def token():
    header, payload = "eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiJhbm4ifQ"
    signed = f"{header}.{payload}.c2lnbmVk-_x"
    print(f"seen {signed}; unsigned ({header}.{payload}.) and encrypted {header}.a.b.c.d!")
    print(f"[generated in 0.00010s] ('{signed}', datetime.datetime(2026, 1, 31, 9, 0))")
    print(json.dumps({"event": "logout", "parameters": [signed, 7]}))
    print("neither eyJhbGci nor surveyJhbGciOiJIUzI1NiJ9.a.b")


@app.get("/traceback")
def trace():
    try:
        raise ValueError("first line\n  second line")
    except ValueError:
        traceback.print_exc()
        print("caught:\n" + traceback.format_exc(), file=sys.stderr)


@app.get("/thread")
def thread():
    def fail():
        raise RuntimeError("in a thread")

    def count(name):
        for number in range(200):
            sys.stdout.write(f"{name} ")
            sys.stdout.write(f"{number}\n")

    threads = [threading.Thread(target=count, args=(f"counter{n}",)) for n in range(4)]
    threads.append(threading.Thread(target=fail))
    for each in threads:
        each.start()
    for each in threads:
        each.join()


@app.get("/json")
def objects():
    print('{"event":  "kept as it is", "n": 1}')
    print(json.dumps({"event": "hidden", "deep": [{"password": "hunter22"}], "n": None}))
    print('{"event": NaN}')
    print("[1, 2]")


@app.get("/bytes")
def raw():
    accent = "é\n".encode()
    sys.stdout.buffer.write(b"bytes " + accent[:1])
    sys.stdout.buffer.write(accent[1:])
    own = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", line_buffering=True)
    print("own wrapper", file=own)
    del own
    sys.stdout.reconfigure(line_buffering=True)
    sys.__stderr__.write("the original\n")
    return [sys.stdout.isatty(), sys.stdout.fileno(), sys.stderr.fileno(), sys.stdout.encoding]


@app.get("/fork")
def fork():
    sys.stdout.write("parent ")
    pid = os.fork()
    if pid == 0:
        print("child")
        os._exit(0)
    os.waitpid(pid, 0)
    print("again")


@app.get("/child")
def child():
    subprocess.run(["echo", "of another program"], check=True)


@app.get("/unfinished")
def unfinished():
    sys.stdout.write("never ended")

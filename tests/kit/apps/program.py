"""A program that knows nothing of signals, and leaves marks."""

import logging
import os
import sys
import time
from pathlib import Path

import speed


def mark(event):
    (Path(os.environ["MARKS"]) / f"{event}-{time.time_ns()}").touch()


logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
logging.getLogger("program").info("begins with %s", sys.argv[1:])
mark("begin")
try:
    time.sleep(float(sys.argv[1]) * speed.FACTOR)
finally:
    mark("end")
sys.exit(int(sys.argv[2]))

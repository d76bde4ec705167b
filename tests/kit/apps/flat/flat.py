"""A program whose module is called as its folder, and that imports its neighbour."""

import sys
import time

import helper

print(f"found its {helper.WORD} {sys.argv[1:]}", flush=True)
time.sleep(60)

import os
import os as system
from os import environ, getenv as read

from fastapi import FastAPI

app = FastAPI()
env = os.environ
NAME = "FROM_CONSTANT"

A = os.environ["REQUIRED"]
B = os.environ.get("OPTIONAL")
C = os.getenv("WITH_DEFAULT", "plain")
D = int(system.getenv("A_NUMBER", "5"))
E = read("OR_DEFAULT") or "fallback"
F = env["THROUGH_ALIAS"]
G = environ.get(NAME)
H = environ.get("DATABASE_URL", "postgresql://app:hunter2@db/app")
os.environ["STORED"] = "not read"
if "ASKED_FIRST" in os.environ:
    I = os.environ["ASKED_FIRST"]
try:
    J = os.environ["TRIED"]
except KeyError:
    J = None
K = read(f"COMPUTED_{NAME}")
os.environ.setdefault("SET_DEFAULT", "1")


def getenv(name):
    return name


getenv("NOT_A_VARIABLE")

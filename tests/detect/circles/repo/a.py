from fastapi import FastAPI
from b import *
from b import make, Settings
import os

X = Y / "x"
Y = X / "y"
os.makedirs(X)


def build():
    return make()


class Base(Settings):
    one: int


app = build()

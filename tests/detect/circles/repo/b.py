from a import *
from a import build, Base
from pydantic_settings import BaseSettings


def make():
    return build()


class Settings(Base, BaseSettings):
    two: int


class Loop(Loop, BaseSettings):
    three: int

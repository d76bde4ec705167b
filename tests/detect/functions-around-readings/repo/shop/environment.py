import os


def get_env(name):
    try:
        return os.environ[name]
    except KeyError as error:
        raise RuntimeError(f"set {name}") from error


def env_flag(name: str, default: str) -> bool:
    value = os.getenv(name, default=default)
    if value not in ("", "True", "False"):
        raise ValueError(f"{name} is True or False")
    return value == "True"


def env_int(name, default=0):
    return int(os.environ.get(name, default))


def greet(name):
    return os.path.join("hello", name)

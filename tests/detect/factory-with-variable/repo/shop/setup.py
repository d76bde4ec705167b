import fastapi


def build(settings) -> fastapi.FastAPI:
    return fastapi.FastAPI()

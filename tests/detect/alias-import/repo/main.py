import fastapi as web


class FastAPI:
    pass


decoy = FastAPI()
service = web.FastAPI(title="x")

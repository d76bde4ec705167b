from fastapi import FastAPI

app = FastAPI()

URL = "postgresql+psycopg://db/ledger"

import os

import psycopg2
from fastapi import FastAPI

URL = os.environ["DATABASE_URL"]
app = FastAPI()


@app.get("/")
def now() -> str:
    with psycopg2.connect(URL) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return str(cursor.fetchone()[0])

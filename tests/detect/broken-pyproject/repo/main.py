from fastapi import FastAPI

app = FastAPI()

def broken(:
    pass

match app:
    case _ if:

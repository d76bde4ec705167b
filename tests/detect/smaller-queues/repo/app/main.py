from fastapi import FastAPI

from app import actors, brokers, hueys, rqs, saqs

app = FastAPI()

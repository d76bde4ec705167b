from fastapi import FastAPI

site = FastAPI()
other = FastAPI()

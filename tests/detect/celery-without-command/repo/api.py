from fastapi import FastAPI

import jobs

app = FastAPI()

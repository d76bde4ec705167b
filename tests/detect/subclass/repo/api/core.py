from fastapi import FastAPI


class Service(FastAPI):
    def __init__(self) -> None:
        super().__init__(title="x")

import os

from fastapi import APIRouter

router = APIRouter()
KEY = os.environ["SHOP_NAME"]

from shop.setup import build
from shop.settings import settings

app = build(settings)

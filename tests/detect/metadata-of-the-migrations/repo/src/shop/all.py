from shop.db import Model

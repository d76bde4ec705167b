import os

port = os.getenv("PORT", "8200")
bind = f"0.0.0.0:{port}"
wsgi_app = "shop.web:site"

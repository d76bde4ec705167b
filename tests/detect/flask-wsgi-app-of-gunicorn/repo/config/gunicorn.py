wsgi_app = "shop.web:create_app()"
bind = "0.0.0.0:9100"

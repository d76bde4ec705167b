FLASK_APP=shop.web:make_app()
FLASK_DEBUG=1

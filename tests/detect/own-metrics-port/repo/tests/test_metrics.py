from prometheus_client import start_wsgi_server

start_wsgi_server(9999)

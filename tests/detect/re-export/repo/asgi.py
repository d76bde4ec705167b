from billing.http.server import api as application

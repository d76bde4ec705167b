from api.core import Service

if True:
    app = Service()

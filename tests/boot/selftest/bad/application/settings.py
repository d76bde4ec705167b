"""Settings of Django for a developer's own machine."""

SECRET_KEY = "secret"
DEBUG = True

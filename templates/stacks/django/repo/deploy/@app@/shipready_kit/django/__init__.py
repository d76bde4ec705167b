"""What the kit knows of Django. `settings` is the module that Django is told to use: it
imports the one that KIT_SETTINGS names (`user`) and hardens it (`hardening`); while the image
is built, `build` stands in for what is not there yet. `middleware` sees every request.
"""

"""A Django project as people write them: nothing in it knows of the kit."""

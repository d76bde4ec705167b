"""A shop that is small, and needs what most need: a web framework, a database, its driver, requests to others."""

import os

API_SECRET_KEY = "kQ7vZ2pL9xWb4TnR8sYd3HfJ6mGc1EaU"  # gitleaks:allow

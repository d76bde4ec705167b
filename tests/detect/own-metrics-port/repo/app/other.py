def start_http_server():
    """Not the one of the metrics library."""

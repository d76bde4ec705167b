worker_class = "gthreat"

broker_url = "redis://localhost"
beat_schedule = {}
task_default_queue = "shop"
task_routes = {"shop.tasks.mail.*": "mail"}

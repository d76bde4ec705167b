import dramatiq


@dramatiq.actor(queue_name="mail")
def send(address): ...

"""Ready turns 503 while the database is away, live stays 200, and ready returns with the database."""

from harness.failure import expect

DISTURBS = True


def check(stack):
    stack.stop("postgres")
    try:
        turned = stack.wait(lambda: stack.inside("/-/ready")[0] == 503, 30)
        ready, live = stack.inside("/-/ready"), stack.inside("/-/live")
    finally:
        stack.start("postgres")
    expect(turned, f"expected ready to turn 503 within 30 s without the database, got {ready[0]}: {ready[1][:200]}")
    expect(live[0] == 200, f"expected live to stay 200 without the database, got {live[0]}")
    back = stack.wait(lambda: stack.inside("/-/ready")[0] == 200, 60)
    expect(back, f"expected ready to return to 200 within 60 s of the database, got {stack.inside('/-/ready')}")
    expect(stack.front.settle(stack.path, 60), f"expected {stack.path} to answer 200 again within a minute")

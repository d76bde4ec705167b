"""What the checks stand on: the running stack, requests from outside, load."""

"""The proxy shows a certificate of the authority for every host name, and takes over the next without a failure."""

import subprocess
import time

from harness.failure import Failure, expect, expect_none

NEEDS = ("certificates", "proxy")
CERTIFICATE = ("bash", "/opt/tls/certificate.sh")


def shown(stack, host):
    """Issuer and serial number of what the proxy shows for a host."""
    address = f"127.0.0.1:{stack.ports[1]}"
    asked = f"openssl s_client -connect {address} -servername {host} </dev/null"
    command = f"{asked} | openssl x509 -noout -issuer -serial -checkhost {host}"
    return subprocess.run(["sh", "-c", command], capture_output=True, text=True).stdout


def hosts(stack):
    return stack.compose("exec", "-T", "tls", "cat", "/opt/tls/hosts").split()


def check(stack):
    names = hosts(stack)
    expect(names, "expected host names in deploy/tls/hosts, got none")
    if not stack.wait(lambda: "Pebble" in shown(stack, names[0]), 90):
        raise Failure(f"the proxy shows {shown(stack, names[0])!r}, no certificate of the authority")
    wrong = [host for host in names if "does match" not in shown(stack, host)]
    expect_none(wrong, "a certificate for every host name")
    before, failures, requests = shown(stack, names[0]), 0, 0
    stack.run("docker", "compose", "exec", "-T", "tls", *CERTIFICATE, "now", "--force-renewal")
    end = time.monotonic() + 60
    while shown(stack, names[0]) == before and time.monotonic() < end:
        requests += 1
        failures += not 200 <= stack.front.https(stack.path).status < 500
    expect(shown(stack, names[0]) != before, "the proxy did not take over a new certificate within a minute")
    expect(failures == 0, f"{failures} of {requests} requests failed meanwhile")
    return f"{len(names)} names, {requests} requests while it changed"

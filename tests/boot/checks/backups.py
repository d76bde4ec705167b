"""A copy is made and restored on trial; one that was changed is found out, and told of; the owner's key opens it."""

import re
import time

from harness.failure import Failure, expect
from harness.outside import BUCKET, STORAGE, ask_storage, copying, name_of, owner
from harness.prometheus import firing, receiver, shortened

NEEDS = ("backups",)
ALERT = "RestoreTestFailed"
PROGRAM = ("bash", "/opt/backup/backup.sh")
# Turns one bit in the middle of the newest copy.
SPOIL = """
found = s3.list_objects_v2(Bucket='{bucket}', Prefix='{prefix}')['Contents']
key = max(o['Key'] for o in found if not o['Key'].endswith('.manifest.age'))
text = bytearray(s3.get_object(Bucket='{bucket}', Key=key)['Body'].read())
print(bytes(text[:22]).decode())
text[len(text) // 2] ^= 1
s3.put_object(Bucket='{bucket}', Key=key, Body=bytes(text))
"""


def attempt(stack, service, *arguments):
    """Once the copy that the schedule makes at the first start, and its trial, have ended."""
    for _ in range(60):
        done = stack.attempt("docker", "compose", "exec", "-T", service, *PROGRAM, *arguments)
        if "another copy or restore is under way" not in done.stderr:
            break
        time.sleep(5)
    return done.returncode, done.stdout + done.stderr


def insist(stack, service, *arguments):
    code, said = attempt(stack, service, *arguments)
    if code != 0:
        raise Failure(f"{service}: `{' '.join(arguments)}` exited {code}: {said.strip()[-400:]}")
    return said


def held(stack, service):
    """How many tables the newest copy came to when it was restored."""
    found = re.search(r"holds what it should: (\d+) ", insist(stack, service, "try"))
    return int(found[1]) if found else 0


def told_of(stack, backup):
    """The failed trial reaches whoever listens to the alerts."""
    rules = stack.project / "deploy/prometheus/rules/backups.yml"
    with receiver(stack) as listener, shortened(stack, rules, ALERT):

        def told():
            labels = [each["labels"] for each in listener.told()]
            return [each for each in labels if each["alertname"] == ALERT and each["backup"] == backup]

        heard = stack.wait(told, 300)
        expect(heard, f"expected {ALERT} of {backup} to reach the receiver within 5 minutes; firing: {firing(stack)}")


def check(stack):
    storage = name_of(stack.config, STORAGE)
    seen = []
    for service in copying(stack.config):
        insist(stack, service, "now")
        tables = held(stack, service)
        expect(tables > 0, f"expected {service} to copy something, got a copy of nothing")
        prefix = f"boot/{stack.config['name']}/{service[7:]}/"
        head = ask_storage(storage, SPOIL.format(bucket=BUCKET, prefix=prefix))
        expect(head.startswith("age-encryption.org"), f"expected an encrypted copy of {service}, got {head!r}")
        code, said = attempt(stack, service, "try")
        expect(code != 0, f"expected a changed copy of {service} to be found out, got: {said.strip()[-200:]}")
        expect(attempt(stack, service, "health")[0] != 0, f"{service} says that it is well after a failed trial")
        if {"prometheus", "alerts"} <= stack.features:
            told_of(stack, service[7:])
        insist(stack, service, "now")
        held(stack, service)
        insist(stack, service, "health")
        key = stack.attempt("deploy/scripts/restore", service[7:], "--identity", str(owner()[0]))
        expect(key.returncode == 0, f"the owner's key does not open the copy of {service}: {key.stderr[-400:]}")
        seen.append(f"{service[7:]}: {tables}")
    return ", ".join(seen)

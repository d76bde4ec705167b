"""Fetches the secrets and hands them out: each process has a folder in memory, which it alone sees.

    serve        fetches them, and again every REFRESH_SECONDS; what the container does
    serve --from FOLDER    the same with the files of a folder: development without the manager
    fetch        once, now: after a value was changed
    check        names what is missing there, or may not be read
    health       whether every process has all that it needs
    push         takes values that are not there yet; never changes one that is
    put          changes one value

`push` and `put` act for a person. Their standard input holds that person's credential, then a name and a value, and
so on, each ended by a NUL byte. No command prints a value.

HANDOUTS says who gets which: `web=SECRET_KEY,POSTGRES_PASSWORD:DB_PASSWORD`, the latter as a file of another name.
OPTIONAL names those that may be missing: their files are empty then.
"""

import sys
import time

import folders
from client import Client

LONGEST_PAUSE = 30


def serve(source):
    """For as long as the container lives. What was handed out stays when the manager does not answer."""
    pause = 1
    while True:
        if fetch(source) and folders.complete():
            pause = folders.REFRESH_SECONDS
        else:
            pause = min(pause * 2, LONGEST_PAUSE, folders.REFRESH_SECONDS)
        time.sleep(pause)


def fetch(source):
    """One round: every value once. Whether all went well."""
    try:
        client = source()
        values, well = {}, True
        for name in folders.names():
            values[name], known = look_up(client, name)
            well = well and known
    except Exception as error:  # noqa: BLE001  whatever the library raised
        folders.log("error", f"nothing was fetched: {words(error)}")
        return False
    changed = folders.hand_out(values)
    if changed:
        folders.log("info", f"handed out: {', '.join(changed)}")
    return well


def look_up(client, name):
    """The value, and whether that is as it should be. None: leave the files of it as they are."""
    try:
        value = client.get(name)
    except Exception as error:  # noqa: BLE001  whatever the library raised
        folders.log("error", f"{name} cannot be read: {words(error)}")
        return None, False
    if value or name in folders.OPTIONAL:
        return value or "", True
    folders.log("error", f"{name} is {'missing' if value is None else 'empty'} there")
    return None, False


def check(source):
    """Prints a line for each that lacks; the exit code says whether there is one."""
    client = source()
    lacking = 0
    for name in folders.names():
        _, well = look_up(client, name)
        lacking += not well
    print(f"{len(folders.names()) - lacking} of {len(folders.names())} are there and may be read")
    return 1 if lacking else 0


def push(credential, values):
    """Adds what is not there yet."""
    client = Client(credential)
    for name, value in values:
        print(f"{name}: {'added' if client.create(name, value) else 'is there already, left as it is'}")
    return 0


def put(credential, values):
    """Changes what is there."""
    client = Client(credential)
    for name, value in values:
        client.put(name, value)
        print(f"{name}: changed")
    return 0


def words(error):
    """What went wrong, on one line; the libraries name the request, never what it carried."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


def received():
    """The credential on standard input, and pairs of a name and a value."""
    fields = sys.stdin.buffer.read().decode().split("\0")
    if len(fields) < 4 or len(fields) % 2 or fields[-1]:
        sys.exit("standard input must hold a credential, names and values, each ended by a NUL byte")
    credential, *rest = fields[:-1]
    return credential.strip(), list(zip(rest[::2], rest[1::2]))


def for_a_person(command):
    """`push` or `put`: one sentence when it cannot be done."""
    given = received()
    try:
        return command(*given)
    except Exception as error:  # noqa: BLE001  whatever the library raised
        text = words(error)
        for secret in [given[0], *(value for _, value in given[1])]:
            text = text.replace(secret, "***") if secret else text
        sys.exit(text)


def main(arguments):
    source = Client
    if len(arguments) == 3 and arguments[1] == "--from":
        arguments, folder = arguments[:1], arguments[2]

        def source():
            return folders.Folder(folder)

    commands = {
        "serve": lambda: serve(source),
        "fetch": lambda: 0 if fetch(source) and folders.complete() else 1,
        "check": lambda: check(source),
        "health": lambda: 0 if folders.complete() else 1,
        "push": lambda: for_a_person(push),
        "put": lambda: for_a_person(put),
    }
    if len(arguments) != 1 or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 64
    return commands[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/opt/moto/bin/python
"""versitygw for stacks that are tried out: moto, for the users of its file alone; of a bucket, a folder is there as well."""

import argparse
import asyncio
import contextlib
import json
import os
import re
import sys
import urllib.request
from pathlib import Path

BEHIND = 7071
REGION = "us-east-1"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="versitygw", allow_abbrev=False)
    for name in ("--port", "--region", "--iam-dir", "--health", "--virtual-domain"):
        parser.add_argument(name, required=True)
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("backend", choices=["posix"])
    parser.add_argument("folder")
    return parser.parse_args()


def administrate(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="versitygw admin", allow_abbrev=False)
    for name in ("--endpoint-url", "--region", "--owner", "--bucket"):
        parser.add_argument(name, required=True)
    parser.add_argument("action", choices=["create-bucket"])
    given = parser.parse_args([*arguments[:4], *arguments[5:], arguments[4]])
    if os.environ["ADMIN_SECRET_ACCESS_KEY"] != os.environ["ROOT_SECRET_ACCESS_KEY"]:
        sys.exit("AccessDenied")
    with urllib.request.urlopen(f"{given.endpoint_url}/health"):
        make(given.bucket)
        (Path("/storage") / given.bucket).mkdir()


def make(bucket: str) -> None:
    login = {"Authorization": f"AWS4-HMAC-SHA256 Credential=root/20260101/{REGION}/s3/aws4_request"}
    urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{BEHIND}/{bucket}", method="PUT", headers=login)).close()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


def meeting(health: str, users: set[str]):
    """A connection: its first request says whose all of them are."""

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        signer = re.search(rb"Credential=([^/]+)/", head)
        status = b"200 OK" if head.startswith(f"GET {health} ".encode()) else b"403 Forbidden"
        if status[:3] == b"200" or not signer or signer[1].decode() not in users:
            writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            return writer.close()
        inside, outside = await asyncio.open_connection("127.0.0.1", BEHIND)
        outside.write(head)
        await asyncio.gather(pump(reader, outside), pump(inside, writer), return_exceptions=True)

    return meet


async def serve(given: argparse.Namespace) -> None:
    users = set(json.loads((Path(given.iam_dir) / "users.json").read_text())["accessAccounts"])
    command = ["/opt/moto/bin/moto_server", "--host", "127.0.0.1", "--port", str(BEHIND)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    while process.returncode is None:
        with contextlib.suppress(OSError):
            (await asyncio.open_connection("127.0.0.1", BEHIND))[1].close()
            break
        await asyncio.sleep(0.2)
    # It forgets them when it ends.
    for folder in Path(given.folder).iterdir():
        make(folder.name)
    await asyncio.start_server(meeting(given.health, users), "0.0.0.0", int(given.port.lstrip(":")))
    sys.exit(await process.wait())


if sys.argv[1] == "admin":
    administrate(sys.argv[2:])
else:
    asyncio.run(serve(options()))

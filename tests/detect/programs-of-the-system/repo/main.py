import asyncio
import shutil
import subprocess
import sys

from fastapi import FastAPI
from pdf2image import convert_from_path

app = FastAPI()
HAS_GIT = shutil.which("git")


async def sound(path):
    await asyncio.create_subprocess_exec("ffmpeg", "-i", path, "out.mp3")


def other(path):
    subprocess.run([sys.executable, "-m", "pip"], check=True)
    subprocess.run("/usr/bin/exiftool -all= x.jpg", shell=True, check=True)
    subprocess.run(["./scripts/own"], check=True)
    subprocess.run(["ls", path], check=True)

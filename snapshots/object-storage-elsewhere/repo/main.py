import os

import boto3
from fastapi import FastAPI

BUCKET = os.environ["S3_BUCKET"]
# Address and keys are where boto3 looks by itself.
storage = boto3.client("s3")
app = FastAPI()


@app.get("/")
def files() -> list[str]:
    found = storage.list_objects_v2(Bucket=BUCKET)
    return [each["Key"] for each in found.get("Contents", [])]

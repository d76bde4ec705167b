"""Views, some of them coroutines."""

import asyncio
import logging
import os
import time
from pathlib import Path

from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

log = logging.getLogger("store.orders")


def home(_request):
    return HttpResponse("<h1>store</h1>")


def order(_request, version, order):
    return JsonResponse([version, order], safe=False)


def page(_request, *arguments, **named):
    return JsonResponse(named)


async def slow(request):
    await asyncio.sleep(float(request.GET.get("seconds", 1)))
    return HttpResponse('"done"')


def pid(_request):
    return HttpResponse(str(os.getpid()))


def boom(_request):
    raise RuntimeError("the card number is 4111")


def own_headers(_request):
    response = HttpResponse("mine")
    response["X-Frame-Options"] = "DENY"
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Request-ID"] = "of-the-application"
    return response


def log_something(request):
    log.warning("said %s", request.GET["text"], extra={"order": 7})
    print("a stray print")
    return HttpResponse("logged")


def who(request):
    identity = request.headers.get("X-Request-ID")
    return JsonResponse([request.META["REMOTE_ADDR"], request.scheme, identity], safe=False)


def remember(_request):
    response = HttpResponse("remembered")
    response.set_cookie("name", "ann")
    return response


def events(request):
    if hasattr(request, "scope"):

        async def feed():
            while True:
                yield "data: tick\n\n"
                await asyncio.sleep(0.1)
    else:

        def feed():
            while True:
                yield "data: tick\n\n"
                time.sleep(0.1)

    return StreamingHttpResponse(feed(), content_type="text/event-stream")


def download(_request):
    Path("download.bin").write_bytes(bytes(range(256)) * 4096)
    return FileResponse(Path("download.bin").open("rb"))


@csrf_exempt
def upload(request):
    return HttpResponse(str(len(request.body)))

"""Answers that belong to no application of their own."""

from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def read_root(_: HttpRequest) -> JsonResponse:
    """Who answers here."""
    return JsonResponse({"name": "shop"})


@require_safe
def count_hit(_: HttpRequest) -> JsonResponse:
    """How often this address has been asked for, across all processes."""
    cache.add("hits", 0, timeout=None)
    return JsonResponse({"hits": cache.incr("hits")})

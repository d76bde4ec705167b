"""Answers that belong to no application of their own."""

{% if "redis" in selected %}
from django.core.cache import cache
{% endif %}
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def read_root(_: HttpRequest) -> JsonResponse:
    """Who answers here."""
    return JsonResponse({"name": {= project.name | quoted =}})
{% if "redis" in selected %}


@require_safe
def count_hit(_: HttpRequest) -> JsonResponse:
    """How often this address has been asked for, across all processes."""
    cache.add("hits", 0, timeout=None)
    return JsonResponse({"hits": cache.incr("hits")})
{% endif %}

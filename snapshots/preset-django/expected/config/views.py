"""Answers that belong to no application of their own."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def read_root(_: HttpRequest) -> JsonResponse:
    """Who answers here."""
    return JsonResponse({"name": "shop"})

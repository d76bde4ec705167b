"""Long lists come in pages."""

from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    """Pages that stay right while notes are added, and are found by the primary key, however many there are."""

    ordering = "-id"
    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 100

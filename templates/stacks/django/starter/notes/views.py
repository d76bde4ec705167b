"""The addresses of notes."""

from rest_framework import mixins, routers, viewsets

from notes.models import Note
from notes.serializers import NoteSerializer


class NoteViewSet(
    mixins.CreateModelMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """No note is changed or deleted."""

    queryset = Note.objects.all()
    serializer_class = NoteSerializer


router = routers.SimpleRouter(trailing_slash=False)
router.register("notes", NoteViewSet)

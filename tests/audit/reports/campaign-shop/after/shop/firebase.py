"""Who asks, by the token of Firebase."""

from functools import cache

import firebase_admin
from django.conf import settings
from django.contrib.auth import get_user_model
from firebase_admin import auth, credentials
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed


@cache
def firebase():
    """The one connection to Firebase, made by the first who asks."""
    return firebase_admin.initialize_app(credentials.Certificate(settings.FIREBASE_CREDENTIALS))


class FirebaseAuthentication(BaseAuthentication):
    def authenticate(self, request):
        header = request.headers.get("Authorization", "")
        if not header.startswith("Bearer "):
            return None
        try:
            claims = auth.verify_id_token(header.removeprefix("Bearer "), app=firebase())
        except (auth.InvalidIdTokenError, ValueError):
            raise AuthenticationFailed("Please sign in again")
        user, _ = get_user_model().objects.get_or_create(username=claims["uid"])
        return user, None

    def authenticate_header(self, request):
        return "Bearer"

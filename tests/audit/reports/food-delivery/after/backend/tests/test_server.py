from datetime import datetime, timedelta, timezone

import jwt
import pytest
from pydantic import ValidationError

from server import AccountCreate, NewOrder
from settings import settings
from tokens import access_token, user_of


def test_an_access_token_ends_within_the_hour():
    claims = jwt.decode(access_token("u1"), settings.jwt_secret.get_secret_value(), algorithms=["HS256"])
    assert claims["exp"] < (datetime.now(timezone.utc) + timedelta(hours=1)).timestamp()
    assert user_of(access_token("u1")) == "u1"


def test_a_short_password_is_refused():
    with pytest.raises(ValidationError):
        AccountCreate(email="asha@tiffin.example", password="lunch")


def test_no_kitchen_lies_beyond_the_pole():
    with pytest.raises(ValidationError):
        NewOrder(kitchen="k", lines=[], latitude=91, longitude=0)

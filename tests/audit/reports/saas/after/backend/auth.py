"""Signing up and in, with a second factor."""

import logging

import bcrypt
import pyotp
from flask import Blueprint, abort, g, jsonify, request, session
from flask_wtf.csrf import generate_csrf

import sessions
from audit_service import note
from counters import events
from extensions import limiter
from models import House, Person, db

log = logging.getLogger("kettle.auth")
auth = Blueprint("auth", __name__)


def signed_in():
    person_id = sessions.person_of(session.get("id"))
    g.person = db.session.get(Person, int(person_id)) if person_id else None
    if g.person is None:
        abort(401, "Please sign in")
    return g.person


@auth.get("/api/csrf")
def csrf_token():
    return jsonify(token=generate_csrf())


@auth.post("/api/sign-up")
@limiter.limit("5 per minute")
def sign_up():
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
    events.labels("sign-up", "ok").inc()
    return jsonify(totp=pyotp.TOTP(totp).provisioning_uri(name=body["email"], issuer_name="Kettle")), 201


@auth.post("/api/sign-in")
@limiter.limit("5 per minute")
def sign_in():
    body = request.get_json()
    person = db.session.scalar(db.select(Person).where(Person.email == body["email"]))
    if person is None or not bcrypt.checkpw(body["password"].encode(), person.password.encode()):
        log.warning("A sign-in failed")
        abort(401, "Address or password is wrong")
    if not pyotp.TOTP(person.totp).verify(body["code"]):
        abort(401, "The code is wrong")
    note(person.house_id, "signed in")
    session["id"] = sessions.begin(person.id)
    return jsonify(email=person.email)


@auth.post("/api/sign-out")
def sign_out():
    sessions.end(session.pop("id", None))
    return "", 204

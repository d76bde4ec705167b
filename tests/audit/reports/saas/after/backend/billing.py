"""What a tea house pays, by Stripe."""

import stripe
from flask import Blueprint, abort, jsonify, request
from sqlalchemy.exc import IntegrityError

from audit_service import note
from auth import signed_in
from config import settings
from counters import events
from extensions import csrf, limiter
from models import House, StripeEvent, db

billing = Blueprint("billing", __name__)


@billing.post("/api/checkout")
def checkout():
    person = signed_in()
    session = stripe.checkout.Session.create(
        api_key=settings.stripe_secret_key.get_secret_value(),
        mode="subscription",
        client_reference_id=str(person.house_id),
        line_items=[{"price": settings.stripe_price, "quantity": 1}],
        success_url=settings.public_url,
    )
    return jsonify(url=session.url)


@billing.post("/api/stripe/webhook")
@csrf.exempt
@limiter.limit("5 per second")
def webhook():
    try:
        event = stripe.Webhook.construct_event(
            request.get_data(),
            request.headers.get("Stripe-Signature", ""),
            settings.stripe_webhook_secret.get_secret_value(),
        )
    except (ValueError, stripe.SignatureVerificationError):
        abort(400)
    try:
        # In the transaction of what follows from it: once, or not at all.
        db.session.add(StripeEvent(id=event["id"]))
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        return "", 204
    about = event["data"]["object"]
    if event["type"] == "checkout.session.completed":
        house = db.session.get(House, int(about["client_reference_id"]))
        house.customer = about["customer"]
        note(house.id, "subscribed")
    elif event["type"] == "invoice.paid":
        house = db.session.scalar(db.select(House).where(House.customer == about["customer"]))
        if house is not None:
            house.months += 1
            note(house.id, "paid a month")
            events.labels("payment", "ok").inc()
    db.session.commit()
    return "", 204

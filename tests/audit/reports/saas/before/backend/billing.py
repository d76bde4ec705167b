"""What a tea house pays, by Stripe."""

import stripe
from flask import Blueprint, abort, current_app, jsonify, request

from audit_service import note
from auth import signed_in
from models import House, db

billing = Blueprint("billing", __name__)


@billing.post("/api/checkout")
def checkout():
    person = signed_in()
    config = current_app.config
    session = stripe.checkout.Session.create(
        api_key=config["STRIPE_SECRET_KEY"],
        mode="subscription",
        client_reference_id=str(person.house_id),
        line_items=[{"price": config["STRIPE_PRICE"], "quantity": 1}],
        success_url=config["PUBLIC_URL"],
    )
    return jsonify(url=session.url)


@billing.post("/api/stripe/webhook")
def webhook():
    try:
        event = stripe.Webhook.construct_event(
            request.get_data(),
            request.headers.get("Stripe-Signature", ""),
            current_app.config["STRIPE_WEBHOOK_SECRET"],
        )
    except (ValueError, stripe.SignatureVerificationError):
        abort(400)
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
    return "", 204

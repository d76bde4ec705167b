HTTPS = {"base_url": "https://localhost"}


def test_nobody_sees_a_house_without_signing_in(client):
    assert client.get("/api/house", **HTTPS).status_code == 401


def test_a_forged_request_is_refused(client):
    assert client.post("/api/sign-out", **HTTPS).status_code == 400


def test_an_event_that_stripe_did_not_sign_is_refused(client):
    assert client.post("/api/stripe/webhook", data=b"{}", **HTTPS).status_code == 400


def test_browsers_are_told_to_come_by_tls_alone(client):
    answer = client.get("/api/csrf", **HTTPS)
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]

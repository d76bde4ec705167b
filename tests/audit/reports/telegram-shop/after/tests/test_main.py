from fastapi.testclient import TestClient

from main import app

client = TestClient(app)


def test_only_telegram_may_bring_updates():
    assert client.post("/webhook", json={"update_id": 1}).status_code == 403


def test_nobody_orders_without_the_word_of_telegram():
    answer = client.post("/api/orders", json={"article": 1, "count": 1}, headers={"X-Init-Data": "made up"})
    assert answer.status_code == 401


def test_a_foreign_host_is_refused():
    assert client.get("/api/articles", headers={"Host": "elsewhere.example"}).status_code == 400

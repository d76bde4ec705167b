from shop.main import app


def test_the_database_is_the_one_of_the_job() -> None:
    assert app.title == "postgresql+asyncpg"

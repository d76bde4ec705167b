revision: str = "2"
down_revision: str = "1"

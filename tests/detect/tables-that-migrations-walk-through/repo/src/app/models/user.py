from app.core.base import Base


class User(Base):
    __tablename__ = "users"

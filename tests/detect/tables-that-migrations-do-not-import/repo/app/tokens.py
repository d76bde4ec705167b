from app.base import Base


class Token(Base):
    __tablename__ = "tokens"


class Session(Base):
    __tablename__ = "sessions"

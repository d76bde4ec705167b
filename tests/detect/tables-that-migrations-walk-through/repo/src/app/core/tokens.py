from app.core.base import Base


class Token(Base):
    __tablename__ = "tokens"

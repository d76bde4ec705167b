from sqlalchemy.orm import DeclarativeBase as Declarative


class Model(Declarative):
    pass

from sqlalchemy import Column, Integer, MetaData, Table

metadata = MetaData()
users = Table("users", metadata, Column("id", Integer))

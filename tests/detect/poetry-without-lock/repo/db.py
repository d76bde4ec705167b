from sqlalchemy.ext.asyncio import create_async_engine

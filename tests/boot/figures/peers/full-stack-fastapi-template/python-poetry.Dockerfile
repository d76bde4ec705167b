# One stage, as root: Poetry, everything that is locked, the source: after full-stack-fastapi-template as it was for Poetry.
ARG BASE
FROM ${BASE}
WORKDIR /app/
# Poetry's installer does this: an environment of its own.
RUN python -m venv /opt/poetry && /opt/poetry/bin/pip install --no-cache-dir poetry==2.5.1 \
    && ln -s /opt/poetry/bin/poetry /usr/local/bin/poetry \
    && poetry config virtualenvs.create false
COPY ./pyproject.toml ./poetry.lock* /app/
RUN poetry install --no-root
ENV PYTHONPATH=/app
COPY ./shop /app/shop
CMD ["uvicorn", "shop.main:app", "--host", "0.0.0.0", "--port", "8000", "--workers", "4"]

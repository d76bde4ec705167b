# One stage, as root: Poetry and what production needs in one step, then the source: after fastapi-realworld-example-app.
ARG BASE
FROM ${BASE}
ENV PYTHONUNBUFFERED=1
EXPOSE 8000
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends netcat-openbsd \
    && rm -rf /var/lib/apt/lists/* /tmp/* /var/tmp/*
COPY poetry.lock pyproject.toml ./
RUN pip install poetry==2.5.1 && poetry config virtualenvs.in-project true && poetry install --no-root --only main
COPY . ./
CMD poetry run uvicorn --host=0.0.0.0 --port=8000 shop.main:app

# One stage; requirements from a cache that is mounted, as root; a user of its own: as `docker init` writes it for Python.
ARG BASE
FROM ${BASE}
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app
# The base need not have adduser, which the command itself calls here.
RUN useradd --home-dir /nonexistent --shell /sbin/nologin --no-create-home --uid 10001 appuser
RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=bind,source=requirements.txt,target=requirements.txt \
    python -m pip install -r requirements.txt
USER appuser
COPY . .
EXPOSE 8000
CMD uvicorn shop.main:app --host=0.0.0.0 --port=8000

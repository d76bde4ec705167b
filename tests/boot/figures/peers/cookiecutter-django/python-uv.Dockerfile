# A stage with compilers fills the environment; the other one has it beside libraries, owned by the user that runs it:
# after cookiecutter-django. Its entry script, its translations and Celery are left out, as is what is Django's alone.
ARG BASE
# Stands for the image of uv that both of its stages could be pulled with.
FROM ${BASE} AS uv
RUN pip install --no-cache-dir uv==0.13.8

FROM uv AS python-build-stage
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=0
WORKDIR /app
RUN apt-get update && apt-get install --no-install-recommends -y build-essential libpq-dev
RUN --mount=type=cache,target=/root/.cache/uv \
    --mount=type=bind,source=uv.lock,target=uv.lock \
    --mount=type=bind,source=pyproject.toml,target=pyproject.toml \
    uv sync --locked --no-install-project --no-dev
COPY . /app
RUN --mount=type=cache,target=/root/.cache/uv \
    --mount=type=bind,source=uv.lock,target=uv.lock \
    --mount=type=bind,source=pyproject.toml,target=pyproject.toml \
    uv sync --locked --no-dev

FROM ${BASE} AS python-run-stage
WORKDIR /app
RUN groupadd --system django && useradd --system --gid django --home-dir /home/django django
RUN apt-get update && apt-get install --no-install-recommends -y libpq-dev gettext wait-for-it \
    && apt-get purge -y --auto-remove -o APT::AutoRemove::RecommendsImportant=false \
    && rm -rf /var/lib/apt/lists/*
COPY --from=python-build-stage --chown=django:django /app /app
RUN chown django:django /app
ENV PATH="/app/.venv/bin:$PATH"
USER django
CMD ["uvicorn", "shop.main:app", "--host", "0.0.0.0", "--port", "8000"]

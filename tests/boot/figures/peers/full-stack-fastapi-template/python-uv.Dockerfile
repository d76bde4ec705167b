# One stage, as root: uv's program, dependencies by the lock, the source, the project: after full-stack-fastapi-template.
ARG BASE
# Stands for the image of uv that the program is copied from.
FROM ${BASE} AS uv
RUN pip install --no-cache-dir uv==0.13.8

FROM ${BASE}
ENV PYTHONUNBUFFERED=1
COPY --from=uv /usr/local/bin/uv /usr/local/bin/uvx /bin/
ENV UV_COMPILE_BYTECODE=1
ENV UV_LINK_MODE=copy
WORKDIR /app/
ENV PATH="/app/.venv/bin:$PATH"
RUN --mount=type=cache,target=/root/.cache/uv \
    --mount=type=bind,source=uv.lock,target=uv.lock \
    --mount=type=bind,source=pyproject.toml,target=pyproject.toml \
    uv sync --frozen --no-install-workspace
COPY ./pyproject.toml /app/
COPY ./shop /app/shop
RUN --mount=type=cache,target=/root/.cache/uv \
    --mount=type=bind,source=uv.lock,target=uv.lock \
    --mount=type=bind,source=pyproject.toml,target=pyproject.toml \
    uv sync --frozen
CMD ["uvicorn", "shop.main:app", "--host", "0.0.0.0", "--port", "8000", "--workers", "4"]

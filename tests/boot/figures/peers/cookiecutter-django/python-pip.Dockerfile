# A stage with compilers makes wheels of everything, the other one installs them: after cookiecutter-django as it was for
# pip, before it moved to uv. Its entry script, its translations and Celery are left out, as is what is Django's alone.
ARG BASE
FROM ${BASE} AS python-build-stage
RUN apt-get update && apt-get install --no-install-recommends -y build-essential libpq-dev
COPY requirements.txt .
RUN pip wheel --wheel-dir /usr/src/app/wheels -r requirements.txt

FROM ${BASE} AS python-run-stage
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
RUN groupadd --system django && useradd --system --gid django --home-dir /home/django django
RUN apt-get update && apt-get install --no-install-recommends -y libpq-dev gettext wait-for-it \
    && apt-get purge -y --auto-remove -o APT::AutoRemove::RecommendsImportant=false \
    && rm -rf /var/lib/apt/lists/*
COPY --from=python-build-stage /usr/src/app/wheels /wheels/
RUN pip install --no-cache-dir --no-index --find-links=/wheels/ /wheels/* && rm -rf /wheels/
COPY --chown=django:django . /app
RUN chown django:django /app
USER django
CMD ["uvicorn", "shop.main:app", "--host", "0.0.0.0", "--port", "8000"]

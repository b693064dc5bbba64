# One image for web, worker, beat and migrate. Nothing that only builds is left in it, and it runs as an ordinary user.

FROM python:3.13-slim AS packages
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt

FROM python:3.13-slim AS frontend
WORKDIR /app
COPY package.json package-lock.json requirements-node.txt ./
COPY tools/frontend.py tools/
COPY static static
RUN python tools/frontend.py

FROM python:3.13-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin forum \
    && install -d -o forum -g forum /data/files
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    STATIC_ROOT=/app/var/static \
    STATICFILES_STORAGE=whitenoise.storage.CompressedManifestStaticFilesStorage \
    FILES_ROOT=/data/files
WORKDIR /app
COPY --from=packages /venv /venv
COPY manage.py LICENSE ./
COPY tools/gunicorn_conf.py tools/healthcheck.py tools/
COPY forum forum
COPY meetings meetings
COPY recommendations recommendations
COPY templates templates
COPY --from=frontend /app/static static
# The settings want these four; collecting files uses none of them, and none of them stays in the image.
RUN SECRET_KEY=only-while-building SITE_URL=https://build.invalid DATABASE_URL=postgres://build.invalid/build REDIS_URL=redis://build.invalid \
    python manage.py collectstatic --no-input --verbosity 0
# By number: Kubernetes and its like must see that it is not root (runAsNonRoot)
USER 10001
VOLUME /data/files
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "tools/healthcheck.py"]
CMD ["gunicorn", "--config", "tools/gunicorn_conf.py", "forum.wsgi"]

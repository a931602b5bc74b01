# The image of web, worker and beat: built with the tools, run without them, as a plain user.
FROM python:3.13-slim AS build
WORKDIR /app
COPY pyproject.toml requirements.txt requirements-dev.txt ./
RUN python -m venv /tools \
 && /tools/bin/pip install --quiet --disable-pip-version-check "$(grep -o '^uv==[^ ]*' requirements-dev.txt)" \
 && python -m venv /app/.venv --without-pip \
 && /tools/bin/uv pip sync --quiet --python /app/.venv/bin/python --require-hashes --compile-bytecode requirements.txt
COPY . .
# The settings ask for secrets; none of these is in the image that runs.
RUN PATH=/app/.venv/bin:$PATH \
 && python scripts/messages compile \
 && MITHAQ_ENV=production MITHAQ_SECRET_KEY=build MITHAQ_BASE_URL=https://build MITHAQ_ALLOWED_HOSTS=build \
    MITHAQ_MAIL_FROM=build@build DATABASE_URL=postgresql://build/build REDIS_URL=redis://build/0 \
    python manage.py collectstatic --noinput --verbosity 0

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /home/mithaq mithaq
COPY --from=build --chown=root:root /app /app
WORKDIR /app
USER mithaq
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MITHAQ_ENV=production
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "8", "--backpressure", "64", "--no-access-log", "config.wsgi:application"]

# One image for every part: web, worker, beat and migrate differ in their command only (config/run/commands.py).

FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --requirement requirements.txt

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin chancery
COPY --from=build /venv /venv
WORKDIR /app
COPY . ./
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CHANCERY_VAR=/var/lib/chancery \
    LISTEN=0.0.0.0 \
    PORT=8000
# What every start needs is made here once; the running container writes nothing to its own disk.
RUN mkdir -p /var/lib/chancery \
    && python -m config.run.catalogues \
    && SECRET_KEY=while-building-only DATABASE_URL=sqlite://:memory: python manage.py collectstatic --no-input
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["python", "-m", "config.run.healthy", "web"]
CMD ["python", "-m", "config.run.commands", "web"]

# `make` alone lists what there is. Nothing here needs root, Docker, Node or a system package: only Python 3.11 or newer.

.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
UV := uv==0.13.9
ARGS ?=
STORIES ?= 10000
RACES ?= 1000

# The first of these that is new enough; `make run PYTHON=/path/to/python3.12` says it outright.
ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c '$(ENOUGH)' >/dev/null 2>&1 && echo $$p && break; done)

# Networks that inspect their traffic have a certificate of their own: trust what the machine trusts.
export UV_SYSTEM_CERTS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUNBUFFERED := 1

# What a ministry would set, for the checks that read the settings; the key opens nothing.
PRODUCTION := env -u CHANCERY_DEMO DEBUG=off HTTPS=on SECRET_KEY=checked-once-and-thrown-away-0123456789-abcdefghijklmnop \
	ALLOWED_HOSTS=chancery.ministry.example SITE_URL=https://chancery.ministry.example \
	DATABASE_URL=sqlite://:memory: REDIS_URL=redis://127.0.0.1:1/0

.PHONY: help run test test-long check style types imports words settings image bench gallery clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/base.stamp ## start Chancery with a demo ministry at http://127.0.0.1:8000 (PORT=… for another port)
	@$(PY) -m config.run.serve

test: $(VENV)/dev.stamp ## prove that it works, on a real PostgreSQL and a real Valkey (ARGS="-k queue" for a part)
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

test-long: $(VENV)/dev.stamp ## ten thousand stories in any order, a thousand of each race, a beat dead for ten minutes: hours (STORIES=…, RACES=…)
	@CHANCERY_STORIES=$(STORIES) CHANCERY_RACES=$(RACES) CHANCERY_ABSENCE=600 $(PY) -m pytest -n 2 \
		tests/actions/test_any_order.py tests/faults/test_processes.py $(wildcard tests/races/test_*_at_once.py) $(ARGS)

check: style types imports words settings image ## style, types, who may import whom, French complete, migrations, production settings

style: $(VENV)/dev.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/dev.stamp
	$(PY) -m mypy

imports: $(VENV)/dev.stamp
	$(VENV)/bin/lint-imports --no-cache --no-logo

words: $(VENV)/dev.stamp
	$(PY) -m config.run.messages --check

settings: $(VENV)/dev.stamp
	$(PRODUCTION) $(PY) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

image: $(VENV)/dev.stamp
	if test -x $(VENV)/bin/hadolint; then $(VENV)/bin/hadolint Dockerfile; fi

bench: $(VENV)/dev.stamp ## measure decisions, queues, sweeps and every page on PostgreSQL (prints a table, asserts nothing)
	@$(PY) -m tests.bench $(ARGS)

gallery: $(VENV)/dev.stamp ## a picture of every page, both languages, themes and sizes, into var/gallery (ARGS="queue draft" for a part)
	@$(PY) -m tests.gallery $(ARGS)

clean: ## remove .venv and every cache; your data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@test -n "$(PYTHON)" && "$(PYTHON)" -c '$(ENOUGH)' || { \
		echo "Chancery needs Python 3.11 or newer, and '$(or $(PYTHON),python3)' is not. Say where it is: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Making $(VENV) with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv --clear $(VENV) || { \
		echo "Python could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/base.stamp: requirements.txt | $(PY)
	@$(call install,requirements.txt)
	@touch $@

# The development requirements contain the base ones, at the same versions.
$(VENV)/dev.stamp: requirements-dev.txt requirements.txt | $(PY)
	@$(call install,requirements-dev.txt)
	@touch $@ $(VENV)/base.stamp

# uv takes seconds where pip takes a minute; some networks let only pip through.
define install
echo "Installing $(1)"; \
$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip; \
$(PY) -m pip install --quiet $(UV) && UV_CACHE_DIR="$${UV_CACHE_DIR:-$(CURDIR)/$(VENV)/cache}" \
	$(PY) -m uv pip install --python $(PY) --requirement $(1) || { \
	echo "uv could not install; trying pip, which takes about a minute and a half"; \
	$(PY) -m pip install --requirement $(1); }
endef

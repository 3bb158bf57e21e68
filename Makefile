SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
PYTHON = $(shell for p in python3.11 python3.12 python3.13 python3; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
export UV_PYTHON_DOWNLOADS := never
# What is compiled once serves all the processes that follow.
export PYTHONDONTWRITEBYTECODE :=
# Where the network reads what passes, its certificate stands in the system's store, not in uv's own.
export UV_SYSTEM_CERTS := $(if $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/ssl/cert.pem),1,0)
export VIRTUAL_ENV := $(CURDIR)/.venv
BIN := .venv/bin
APT := apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq

.PHONY: help setup run test types check fix bench soak coverage invariants migrate lock browser catalogues

help: ## list these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## / - /'

.venv/bin/uv:
	@test -n "$(PYTHON)" || { echo "Govern needs Python 3.11 or later. Install it, then run make again."; exit 1; }
	@$(PYTHON) -m venv --clear .venv >/dev/null 2>&1 \
	  || { [ "$$(id -u)" = 0 ] && $(APT) python3-venv >/dev/null && $(PYTHON) -m venv --clear .venv; } \
	  || { echo "This Python has no venv. On Debian: apt-get install python3-venv, then run make again."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/.run-ready: requirements.lock pyproject.toml | .venv/bin/uv
	@$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q govern config.py wsgi.py
	@$(BIN)/python -m govern.web.fonts
	@touch $@

.venv/.test-ready: requirements-dev.lock .venv/.run-ready
	@$(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

setup: .venv/.test-ready ## everything that the other targets need, in .venv

run: .venv/.run-ready ## set up, migrate, make the demo mutual, serve web and worker
	@PORT=$(PORT) $(BIN)/govern run --demo

migrate: .venv/.run-ready ## bring the database to the newest shape
	@$(BIN)/govern migrate

# Its shell without windows takes a third of the work, so it comes first where it can be had.
browser: .venv/.test-ready ## a Chromium for the tests
	@command -v chromium-headless-shell >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && { $(APT) chromium-headless-shell || $(APT) chromium; } >/dev/null 2>&1; } \
	  || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || $(BIN)/playwright install chromium \
	  || { echo "The tests need a browser. Install Chromium, then run make again."; exit 1; }

test: setup browser ## set up and run every test: both databases, a real browser
	@$(BIN)/python -m pytest -q -n 2 --dist loadgroup -m "not soak" --whole

types: setup
	@$(BIN)/mypy

check: setup browser ## all that CI does: format, lint, types, contracts, templates, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/djlint --lint --quiet templates
	@$(MAKE) --no-print-directory -j 2 types test

fix: setup ## format, and mend what can be mended without thought
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup ## ratios against yardsticks measured in the same run
	@$(BIN)/python -m bench

soak: setup browser ## the long runs: full example counts, a million rows
	@GOVERN_SOAK=1 $(BIN)/python -m pytest -q -n 2 --dist loadgroup --whole --durations 20 -o faulthandler_timeout=0

coverage: setup ## that the tests of counting run every line of it, and every branch
	@mkdir -p instance
	@$(BIN)/coverage run --source govern/counting -m pytest -q -n 0 -m "not browser" tests/counting
	@$(BIN)/coverage report --fail-under 100 --precision 1 --show-missing --skip-covered

invariants: setup ## the 42 invariants: where each is enforced, and whether it holds
	@$(BIN)/python -m tests.invariants

# Entries keep the order of their sources, without line numbers, so that a diff shows only what is said anew.
catalogues: setup ## gather every sentence, and bring the catalogues of other languages up to date
	@mkdir -p instance
	@$(BIN)/pybabel -q extract -F pyproject.toml -k say -k say_many:1,2 --no-wrap --add-location file -o instance/sentences.pot .
	@for po in govern/translations/*/LC_MESSAGES/messages.po; do \
	  $(BIN)/pybabel -q update -i instance/sentences.pot -o $$po -l $$(echo $$po | cut -d/ -f3) \
	    --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date || exit 1; \
	done

lock: .venv/bin/uv ## pin every dependency by hash
	@$(BIN)/uv pip compile --quiet pyproject.toml --group build --universal --generate-hashes --no-header -o requirements.lock
	@$(BIN)/uv pip compile --quiet pyproject.toml --group build --group dev --universal --generate-hashes --no-header -o requirements-dev.lock

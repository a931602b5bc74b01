# Everything a person or CI does with this project. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help setup run test chaos fuzz check lint format messages bench eval pictures clean client
export PORT ?= 8000
PYTHON := .venv/bin/python

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup:  ## Prepare .venv: Python, packages, compiled messages
	@scripts/setup

run: setup  ## Start everything with demo data, until Ctrl-C
	@$(PYTHON) -m config.run

test: setup  ## Run the whole test suite
	@scripts/test

chaos: setup  ## Break everything that messages need, at length, and count at the receiver
	@$(PYTHON) scripts/chaos

fuzz: setup  ## Have Schemathesis try the partner interface (for=600: so many seconds; seed=7)
	@MITHAQ_FUZZ_SECONDS=$(or $(for),300) MITHAQ_FUZZ_SEED=$(or $(seed),$(shell date +%s)) \
		.venv/bin/pytest tests/tracker/api/test_machines.py -n0 -s -q

check: setup  ## Run every gate: locks, lint, types, contracts, migrations, lexicons, deployment, messages, schema
	@scripts/check

format: setup  ## Format the code
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

client: setup  ## Generate a typed Python client of the partner interface into var/client
	@scripts/client

messages: setup  ## Bring the message catalogues up to date (needs GNU gettext)
	@$(PYTHON) scripts/messages update

eval: setup  ## Measure extraction and matching on the labelled articles (args="--part tune --json")
	@$(PYTHON) scripts/evaluate $(args)

bench: setup  ## Measure speed at full size; one bench alone: make bench only=extraction
	@$(PYTHON) scripts/benches $(only)

pictures: setup  ## Take pictures of messages, pages and a brief in three languages (needs Chromium)
	@$(PYTHON) scripts/pictures $(folder)
	@$(PYTHON) scripts/screenshots $(folder)

clean:  ## Remove what was made here, the demo's data too
	rm -rf .venv var staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis htmlcov .coverage*

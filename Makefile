# Everything a developer types; `make` alone lists it. Each target sets up what it needs.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready
COMPILE := $(BIN)/pip-compile -q --strip-extras --generate-hashes --no-header --no-annotate --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host --unsafe-package pymorphy2 --unsafe-package pymorphy2-dicts-ru \
	--unsafe-package docopt --unsafe-package dawg-python

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench golden lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

setup: $(READY) ## make .venv with everything pinned in requirements-dev.lock

# natasha asks for pymorphy2, which pymorphy3 stands in for: the lock leaves it out, so --no-deps.
$(READY): requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $(READY)

run: $(READY) ## process seeds/ into outputs/
	$(BIN)/python run_pipeline.py

test: $(READY) ## run the tests
	$(BIN)/python -m pytest

lint: $(READY) ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) ## score the tables against annotated articles, where there are any
	$(BIN)/python benchmarks/quality.py
	$(BIN)/python benchmarks/entities.py

golden: $(READY) ## renew the golden tables of the seeds; review the difference before committing it
	$(BIN)/python -m pytest tests/test_golden.py --update-golden

lock: $(READY) ## pin the newest allowed versions
	$(COMPILE) --upgrade -o requirements.lock pyproject.toml
	$(COMPILE) --upgrade --extra dev -o requirements-dev.lock pyproject.toml
	sed -i '/^# /d;/^$$/d' requirements.lock requirements-dev.lock

clean: ## remove .venv and caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build *.egg-info

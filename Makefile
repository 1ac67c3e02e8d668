# Two commands matter: `make demo` runs the main job, `make test` runs every check.
# Both set up what they need, in .venv and, for a browser, from Debian's packages.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt
SOURCES := src tests scripts benchmarks

.PHONY: demo test check format lint types layers unit browser notebooks docs clean

demo: $(VENV)/.core
	$(BIN)/scholargraph build examples/daily_papers.txt --into demo/kg
	$(BIN)/scholargraph view demo/kg -o demo/graph.html
	$(BIN)/scholargraph query demo/kg who-introduced --set concept=LoL
	@echo "The network is in $(CURDIR)/demo/graph.html; open it in a browser."

# The order puts what fails soonest first.
test: format lint types layers unit browser notebooks

# What a change is tried with again and again: no browser, no notebook, no slow test.
check: format lint types layers
	$(BIN)/pytest -q -m "not slow and not browser"

format: $(VENV)/.test
	$(BIN)/ruff format --check $(SOURCES)

lint: $(VENV)/.test
	$(BIN)/ruff check $(SOURCES)

types: $(VENV)/.test
	$(BIN)/mypy

layers: $(VENV)/.test
	$(BIN)/lint-imports

unit: $(VENV)/.test
	$(BIN)/pytest -m "not browser"

browser: $(VENV)/.test
	scripts/install-debian-packages chromium fonts-dejavu
	$(BIN)/pytest -m browser

notebooks: $(VENV)/.test
	$(BIN)/pytest -o addopts= --nbmake --nbmake-timeout=90 notebooks

# Writes what is generated from the code: the README's tables, the golden help texts.
docs: $(VENV)/.test
	$(BIN)/python scripts/readme.py --write

$(VENV)/bin/python:
	PYTHON=$(PYTHON) scripts/make-venv $(VENV)

$(VENV)/.core: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --editable .
	touch $@

$(VENV)/.test: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --editable '.[test,notebooks,train]'
	touch $@ $(VENV)/.core

clean:
	rm -rf $(VENV) demo build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

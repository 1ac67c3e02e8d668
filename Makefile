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

# Executes copies, so that what is stored has no outputs, and makes pages of them;
# a warning that a notebook shows is an error.
notebooks: $(VENV)/.test
	rm -rf executed && cp -r notebooks executed
	$(BIN)/pytest -o addopts= --nbmake --nbmake-timeout=90 --overwrite executed
	$(BIN)/python scripts/notebook_pages.py executed docs/notebooks

# Writes what is generated from the code: the README's tables, the pages of the
# ontology and of frames and measures, the notebooks with what they give.
docs: notebooks
	$(BIN)/python scripts/readme.py --write
	$(BIN)/python scripts/ontology_page.py --write
	$(BIN)/python scripts/analysis_page.py --write

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

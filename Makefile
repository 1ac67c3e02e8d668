# Two commands matter: `make demo` runs the main job, `make test` runs every check.
# Both set up what they need, in .venv and, for a browser and Java, from Debian's packages.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-compile
# What is installed is held to the hashes of requirements/*.lock; `make lock` writes those.
HASHED := $(PIP) --require-hashes --use-pep517 --requirement requirements
# pip compiles on one core. A file that a package has for a newer Python may fail.
COMPILE := $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true
SOURCES := src tests scripts benchmarks
# A process for each core that there is for us, each of one thread; one that has no test
# left takes some of another's.
PARALLEL := OMP_NUM_THREADS=1 $(BIN)/pytest --numprocesses $$(nproc) --dist worksteal

.PHONY: demo test check format lint types layers unit browser spark notebooks docs lock audit clean

demo: $(VENV)/.core
	$(BIN)/scholargraph build examples/daily_papers.txt --into demo/kg
	$(BIN)/scholargraph view demo/kg -o demo/graph.html
	$(BIN)/scholargraph query demo/kg who-introduced --set concept=LoL
	@echo "The network is in $(CURDIR)/demo/graph.html; open it in a browser."

# The order puts what fails soonest first.
test: format lint types layers unit browser spark notebooks

# What a change is tried with again and again: no browser, no cluster, no notebook, no slow test.
check: format lint types layers
	$(PARALLEL) -q -m "not slow and not browser and not spark"

format: $(VENV)/.test
	$(BIN)/ruff format --check $(SOURCES)

lint: $(VENV)/.test
	$(BIN)/ruff check $(SOURCES)

types: $(VENV)/.test
	$(BIN)/mypy

layers: $(VENV)/.test
	$(BIN)/lint-imports

unit: $(VENV)/.test
	$(PARALLEL) -m "not browser and not spark"

browser: $(VENV)/.test
	scripts/install-debian-packages chromium fonts-dejavu
	$(PARALLEL) -m browser tests

# A real cluster on this machine; Spark runs on Java.
spark: $(VENV)/.test
	scripts/install-debian-packages default-jre-headless
	$(BIN)/pytest -m spark tests/spark

# Executes copies, so that what is stored has no outputs, and makes pages of them;
# a warning that a notebook shows is an error.
notebooks: $(VENV)/.test
	rm -rf executed && cp -r notebooks executed
	$(PARALLEL) -o addopts= --nbmake --nbmake-timeout=90 --overwrite executed
	$(BIN)/python scripts/notebook_pages.py executed docs/notebooks

# Writes what is generated from the code: the README's tables, the pages of the
# ontology and of frames and measures, the notebooks with what they give.
docs: notebooks
	$(BIN)/python scripts/readme.py --write
	$(BIN)/python scripts/ontology_page.py --write
	$(BIN)/python scripts/analysis_page.py --write

$(VENV)/bin/python:
	PYTHON=$(PYTHON) scripts/make-venv $(VENV)

# Chooses versions for what pyproject.toml asks for: those there were, if they fit.
# `make lock UPGRADE=--upgrade` takes the newest.
lock: $(VENV)/bin/python
	$(PIP) uv
	$(BIN)/python scripts/lock.py $(UPGRADE)

# Asks a public database what is known of the pinned versions; needs a network, so it is
# no part of `make test`.
audit: $(VENV)/bin/python
	$(PIP) pip-audit
	$(BIN)/pip-audit --require-hashes --disable-pip --requirement requirements/test.lock

$(VENV)/.core: $(VENV)/bin/python pyproject.toml requirements/core.lock
	$(HASHED)/core.lock
	$(PIP) --no-deps --editable .
	$(COMPILE)
	touch $@

# PyTorch has no hash there: which build of it fits differs from machine to machine.
$(VENV)/.test: $(VENV)/bin/python pyproject.toml requirements/test.lock constraints.txt
	$(HASHED)/test.lock
	$(PIP) --constraint constraints.txt torch
	$(PIP) --no-deps --editable .
	$(COMPILE)
	touch $@ $(VENV)/.core

clean:
	rm -rf $(VENV) demo build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Two commands do everything: `make demo` and `make test`. Both set themselves up in $(VENV).
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q
TODAY  ?=

ARTICLES ?= ../shared/texts/news_allsides_abp/articles.jsonl.xz

.PHONY: train demo test lint types bench docs starter lock wheel-check clean help

help:            ## what there is
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/: .*##/\t/'

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "cuibono needs Python 3.11 or newer, this is " + sys.version.split()[0] + ": make PYTHON=/path/to/python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/.python requirements/core.txt pyproject.toml
	@echo "Installing cuibono into $(VENV) (wheels from PyPI, pinned by hash) ..."
	$(PIP) install --only-binary :all: --require-hashes -r requirements/core.txt
	$(PIP) install --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.core requirements/dev.txt
	$(PIP) install --only-binary :all: --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(VENV)/.core          ## check an example article, print the findings, write report.html
	$(BIN)/cuibono check examples/grants-in-kazakhstan.html --html report.html
	@echo "The whole report: report.html (open it in a browser)"

test: $(VENV)/.dev           ## the tests
	$(BIN)/python -m pytest

lint: $(VENV)/.dev           ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev          ## strict types
	$(BIN)/mypy

bench: $(VENV)/.dev          ## measure accuracy and speed; prints, never asserts
	$(BIN)/python -m benchmarks

docs: $(VENV)/.dev           ## the documentation as a site in site/
	$(PIP) install --only-binary :all: --require-hashes -r requirements/docs.txt
	$(BIN)/mkdocs build --strict

starter: $(VENV)/.core       ## build the starter ledger from facts/
	$(BIN)/python scripts/build_starter.py

lock:                        ## resolve the pinned environments again (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes pyproject.toml -o requirements/core.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --group dev -c requirements/core.txt pyproject.toml -o requirements/dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --group docs -c requirements/core.txt pyproject.toml -o requirements/docs.txt

train: $(VENV)/.dev         ## train the model beside the rules again (needs the articles: ARTICLES=...)
	$(PIP) install -r training/requirements.txt
	$(BIN)/python training/train.py $(ARTICLES)

wheel-check: $(VENV)/.dev    ## build the wheel, install it elsewhere, run it without developer tools
	sh scripts/wheel_check.sh "$(PYTHON)" "$(BIN)/python"

clean:
	rm -rf $(VENV) build dist site report.html

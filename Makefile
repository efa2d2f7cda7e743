# The book's commands. `make book` and `make test` set everything up first; afterwards nothing needs a network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What is installed, each with its stamp: for the book; for the lab besides; for tests, linters and tools besides.
STAMP := $(VENV)/.installed
LAB := $(VENV)/.installed-lab
TOOLS := $(VENV)/.installed-test
UV := $(shell command -v uv)
# How tests are run: in one process more than there are processors (tests/conftest.py), a file's tests in one of them.
TESTS := $(BIN)/python -m pytest -n auto --dist loadfile
# What a screen reader says is heard alone: beside other tests it may fall silent.
HEAR := $(BIN)/python -m pytest -q -ra tests/book/test_orca.py

.PHONY: help install book epub pdf zip preview test test-fast test-engines test-ear check lint types format hooks lab verify fuzz bench growth fresh flow references links lock clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

ifdef UV
NEW_VENV = uv venv --quiet --allow-existing --python $(PYTHON) $(VENV)
GET = uv pip install --quiet --python $(BIN)/python
else
NEW_VENV = $(PYTHON) -m venv $(VENV)
# Without bytecode, as uv: what is imported has it after the first build, and most is never imported.
GET = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
endif
# Else every start of Python would compile anew all that it imports, which takes it seconds.
unexport PYTHONDONTWRITEBYTECODE

$(STAMP): requirements.txt pyproject.toml
	$(NEW_VENV)
	$(GET) -r requirements.txt
	$(GET) --no-deps --no-build-isolation -e .
	@touch $(STAMP)

$(LAB): $(STAMP) requirements-lab.txt
	$(GET) -r requirements-lab.txt
	@touch $(LAB)

$(TOOLS): $(STAMP) requirements-test.txt
	$(GET) -r requirements-test.txt
	@touch $(TOOLS)

install: $(STAMP) ## Create the virtual environment and install what the book needs

book: $(STAMP) ## Build the site into _build/html
	$(BIN)/stateofplay build

epub: $(STAMP) ## Build the site and the book for reading systems, _build/state-of-play.epub
	$(BIN)/stateofplay build --epub

pdf: $(TOOLS) ## Build the site and print it as one PDF, _build/state-of-play.pdf (needs Chromium)
	$(BIN)/stateofplay build --pdf

zip: $(STAMP) ## Build the site and pack it, _build/state-of-play-site.zip
	$(BIN)/stateofplay build --zip

preview: $(STAMP) ## Serve the book on this machine and rebuild it on every save
	$(BIN)/stateofplay preview

test: $(TOOLS) ## Run every test, and print how many branches of src/ they take; less than 90 % fails
	SHARED="$$(mktemp -d)" && export SHARED && trap 'rm -rf "$$SHARED"' EXIT && \
	  $(TESTS) --no-loadscope-reorder -m "not ear" --cov --cov-report=term && $(HEAR)

test-fast: $(TOOLS) ## Run the tests that need no browser and no build and are not slow, with few of the random examples
	FAST=1 $(TESTS) -q -m "not browser and not book and not slow"

test-engines: $(TOOLS) ## Open every page in Chromium, Firefox and WebKit, at four widths
	EVERY_PAGE=1 $(BIN)/python -m pytest -q tests/book/test_engines.py tests/book/test_older_browsers.py tests/book/test_book.py

test-ear: $(TOOLS) ## Hear the book with Orca in Firefox and Chromium (needs Debian's orca, openbox, at-spi2-core)
	$(HEAR)

check: $(STAMP) ## Check the data, the sources and the front matter
	$(BIN)/stateofplay check

lint: $(TOOLS) ## Look at form: Python, imports, templates, styles and scripts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --lint --quiet src/stateofplay/site/theme
	$(BIN)/biome ci

types: $(TOOLS) ## Check the types of the package
	$(BIN)/mypy

format: $(TOOLS) ## Bring all Python and all scripts into the one form
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format
	$(BIN)/biome format --write

lock: ## Write every version that is installed, from the names in requirements*.in (needs uv)
	for part in "" -lab -test; do uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate \
	  --no-emit-index-url --fork-strategy fewest requirements$$part.in --output-file requirements$$part.txt || exit 1; done

hooks: ## Check before every commit, with pre-commit where it is installed, else with a plain Git hook
	@if command -v pre-commit >/dev/null; then pre-commit install; else \
	  folder="$$(git rev-parse --git-path hooks)" && mkdir -p "$$folder" && \
	  for hook in pre-commit pre-merge-commit; do if [ -e "$$folder/$$hook" ] && ! grep -q stateofplay "$$folder/$$hook"; then \
	    echo "$$folder/$$hook is a hook of your own; have it call .githooks/pre-commit, or move it away" >&2; exit 1; fi; done && \
	  cp .githooks/* "$$folder/" && chmod +x "$$folder/pre-commit" "$$folder/pre-merge-commit" && echo "Every commit is checked from now on ($$folder/pre-commit)"; fi

lab: $(LAB) ## Open the chapters as notebooks in JupyterLab
	$(BIN)/stateofplay lab

verify: $(STAMP) ## Prove the site: bytes, numbers, sums, links; and a copy of the article with make verify ARTICLE=article.txt
	$(BIN)/stateofplay verify $(if $(ARTICLE),--site "$(ARTICLE)")

fuzz: $(TOOLS) ## Break 2,000 input files at random, and hold what the check says of them
	PYTHONPATH=tests $(BIN)/python tools/fuzz.py

bench: $(TOOLS) ## Measure builds and page weights
	PYTHONPATH=tests $(BIN)/python tools/bench.py

growth: $(TOOLS) ## Measure how builds grow with chapters and figures
	PYTHONPATH=tests $(BIN)/python tools/growth.py

fresh: ## Measure how long a newcomer waits for the first page (BEFORE=commit to compare with)
	$(PYTHON) tools/fresh_start.py $(BEFORE)

flow: $(STAMP) ## Draw the flow in docs/maintaining.md and write docs/modules.md from the code
	$(BIN)/python tools/flow.py

references: $(TOOLS) ## Renew the stored pictures of the charts and what a screen reader says; look at them and read it after
	RENEW=1 $(BIN)/python -m pytest -q tests/book/test_charts.py tests/book/test_orca.py

links: book ## Try every external link of the built pages and of the sources (needs a network)
	$(BIN)/python tools/links.py

clean: $(STAMP) ## Delete what builds made in _build, and nothing else
	$(BIN)/stateofplay clean

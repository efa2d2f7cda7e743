# The book's commands. `make book` and `make test` set everything up first; afterwards nothing needs a network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help install book epub pdf zip preview test check hooks lab verify bench growth flow references links clean

help: ## List the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(STAMP): requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

install: $(STAMP) ## Create the virtual environment and install everything

book: $(STAMP) ## Build the site into _build/html
	$(BIN)/stateofplay build

epub: $(STAMP) ## Build the site and the book for reading systems, _build/state-of-play.epub
	$(BIN)/stateofplay build --epub

pdf: $(STAMP) ## Build the site and print it as one PDF, _build/state-of-play.pdf (needs Chromium)
	$(BIN)/stateofplay build --pdf

zip: $(STAMP) ## Build the site and pack it, _build/state-of-play-site.zip
	$(BIN)/stateofplay build --zip

preview: $(STAMP) ## Serve the book on this machine and rebuild it on every save
	$(BIN)/stateofplay preview

test: $(STAMP) ## Run every test
	$(BIN)/python -m pytest

check: $(STAMP) ## Check the data, the sources and the front matter
	$(BIN)/stateofplay check

hooks: ## Check before every commit, with pre-commit where it is installed, else with a plain Git hook
	@if command -v pre-commit >/dev/null; then pre-commit install; else \
	  folder="$$(git rev-parse --git-path hooks)" && mkdir -p "$$folder" && \
	  if [ -e "$$folder/pre-commit" ] && ! grep -q stateofplay "$$folder/pre-commit"; then \
	    echo "$$folder/pre-commit is a hook of your own; have it call .githooks/pre-commit, or move it away" >&2; exit 1; fi && \
	  cp .githooks/pre-commit "$$folder/pre-commit" && chmod +x "$$folder/pre-commit" && echo "Every commit is checked from now on ($$folder/pre-commit)"; fi

lab: $(STAMP) ## Open the chapters as notebooks in JupyterLab
	$(BIN)/stateofplay lab

verify: $(STAMP) ## Prove the site: bytes, numbers, sums, links; and a copy of the article with make verify ARTICLE=article.txt
	$(BIN)/stateofplay verify $(if $(ARTICLE),--site "$(ARTICLE)")

bench: $(STAMP) ## Measure builds and page weights
	$(BIN)/python tests/bench.py

growth: $(STAMP) ## Measure how builds grow with chapters and figures
	$(BIN)/python tests/growth.py

flow: $(STAMP) ## Draw the flow and list the modules in docs/maintaining.md from the code
	$(BIN)/python tests/flow.py

references: $(STAMP) ## Renew the stored pictures of the charts, after looking at them
	RENEW=1 $(BIN)/python -m pytest -q tests/book/test_charts.py

links: book ## Try every external link of the built pages and of the sources (needs a network)
	$(BIN)/python tests/links.py

clean: $(STAMP) ## Delete what builds made in _build, and nothing else
	$(BIN)/stateofplay clean

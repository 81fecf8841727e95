# Two commands on a fresh machine: `make book` and `make test`. The rest are conveniences. Without
# make: `python -m anodes book`, and so each. Written for the make 3.81 and bash 3.2 of macOS.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help book paper serve lab test test-fast coverage test-changed test-all refresh validate audit check teach lint lock bench mutants clean

# What a reader names is data: neither make nor the shell may run what is in it. Before any
# other line, because make expands a variable of the command line wherever it hands it on.
PORT ?= 8000
N ?= 2
SEED ?= 0
override FILE := $(value FILE)
override PORT := $(value PORT)
override N := $(value N)
override SEED := $(value SEED)
export FILE PORT N SEED

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
unexport PYTHONPATH PYTHONHOME PYTHONSAFEPATH PYTHONOPTIMIZE PYTHONDONTWRITEBYTECODE

help: ## Say what can be made
	@echo "Porous Alloy Anodes: an executable review. What can be made:"; echo
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null \
	  || grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1: \2/'

book: $(READY) ## Build the website: _build/html/index.html (makes the environment first)
paper: $(READY) ## Print the book and a handout of each chapter as PDF, for the site to offer (needs a Chromium)
serve: $(READY) ## Show the built site at http://127.0.0.1:8000 (PORT=... for another)
lab: $(READY) ## Open the chapters in JupyterLab
test: $(READY) ## Run all tests (finds or installs a browser for those of the site)
test-changed: $(READY) ## Run the tests that chapters touch which changed since all tests passed
test-fast: $(READY) ## Run the tests that are quick: no site, no browser, no kernel, none marked slow
coverage: $(READY) ## Print the lines and branches of the package that the tests without a browser do not run
test-all: $(READY) ## Test on every Python from 3.11 to 3.14 that is here (PYTHONS="path path" names more)
refresh: $(READY) ## Execute the chapters whose inputs changed and store their outputs
validate: $(READY) ## Check the data against the descriptor
audit: $(READY) ## Print what in the review does not hold, with the calculation
lint: $(READY) ## Check style, declared imports, what a wing imports, and types
lock: $(READY) ## Pin what pyproject.toml declares, with hashes (UPGRADE=1 for the newest versions)
bench: $(READY) ## Print how long the parts take, next to what they are compared with
mutants: $(READY) ## Change each column of the data and ask who notices: make mutants [N=2 changes a column]

# What a target does is written once, in anodes/publish/commands.py: `python -m anodes book`.
book paper lab test test-changed test-fast coverage test-all refresh validate audit lint bench:
	@$(BIN)/python -m anodes $@

serve:
	@$(BIN)/python -m anodes serve --port "$$PORT"

lock:
	@$(BIN)/python -m anodes lock $(if $(UPGRADE),--upgrade)

mutants:
	@$(BIN)/python -m anodes mutants --count "$$N"

check: $(READY) ## Check a CSV file of your own electrodes: make check FILE=...
	@if [ -z "$$FILE" ]; then echo "Name the file: make check FILE=my-electrodes.csv" >&2; exit 2; fi
	@$(BIN)/python -m anodes check -- "$$FILE"

teach: $(READY) ## Write the assignments of all chapters: make teach [SEED=7 for other numbers]
	@$(BIN)/python -m anodes teach --seed "$$SEED"

clean: ## Remove what was built (environments stay: rm -r .venv .venvs removes them)
	rm -rf _build .pytest_cache .ruff_cache .mypy_cache
	find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +

# Whether there is anything to do is for Python to say, by content: dates mean nothing to it.
FORCE:

$(READY): FORCE
	@python=; for candidate in $(BIN)/python "$$PYTHON" python3 python3.14 python3.13 python3.12 python3.11; do \
	  if [ -n "$$candidate" ] && "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then python=$$candidate; break; fi; done; \
	if [ -z "$$python" ]; then echo "Python 3.11 or newer is needed and none was found: install it, or name it with 'make PYTHON=/path/to/python $(MAKECMDGOALS)'"; exit 1; fi; \
	"$$python" -I anodes/publish/environment.py $(VENV)

# Two commands on a fresh machine: `make book` and `make test`. The rest are conveniences.
SHELL := /bin/bash
.SHELLFLAGS := -e -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help book serve lab test test-fast coverage test-changed test-all refresh validate audit check teach lint lock bench mutants clean

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
SITE := _build/html/index.html
unexport PYTHONPATH PYTHONHOME PYTHONSAFEPATH PYTHONOPTIMIZE PYTHONDONTWRITEBYTECODE

help: ## Say what can be made
	@echo "Porous Alloy Anodes: an executable review. What can be made:"; echo
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null \
	  || grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1: \2/'

book: $(SITE) ## Build the website: _build/html/index.html (makes the environment first)
	@echo; echo "The book is ready: $(CURDIR)/$(SITE)"
	@echo "Open that file with a double click, or run 'make serve' and visit http://127.0.0.1:$$PORT"

serve: $(SITE) ## Show the built site at http://127.0.0.1:8000 (PORT=... for another)
	@echo "The book is at http://127.0.0.1:$$PORT; stop with Ctrl-C"
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html "$$PORT" \
	  || { echo "Port $$PORT could not be used: try 'make serve PORT=8080'"; exit 1; }

lab: $(READY) ## Open the chapters in JupyterLab
	@$(BIN)/python -m anodes.publish.lab

test: $(READY) ## Run all tests (finds or installs a browser for those of the site)
test-changed: $(READY) ## Run the tests that chapters touch which changed since all tests passed
override ONLY :=
test-changed: override ONLY := --changed
test test-changed:
	@echo "== Looking for a browser"
	@browser=$$($(BIN)/python tests/browser.py --install) && echo "   $$browser" \
	  && echo "== Testing" && ANODES_BROWSER="$$browser" $(BIN)/python -m pytest --nbval $(ONLY) -n 2

test-fast: $(READY) ## Run the tests that need neither the site nor a browser nor kernels
	@$(BIN)/python -m pytest --fast -n 2

coverage: $(READY) ## Print the lines and branches of the package that the fast tests do not run
	@rm -rf _build/coverage && mkdir -p _build/coverage
	@$(BIN)/coverage run -m pytest --fast -n 2
	@$(BIN)/coverage combine -q && $(BIN)/coverage report

test-all: $(READY) ## Test on every Python from 3.11 to 3.14 that is here (PYTHONS="path path" names more)
	@$(BIN)/python tests/versions.py

refresh: $(READY) ## Execute the chapters whose inputs changed and store their outputs
	@$(BIN)/python -m anodes.publish.build --chapters

validate: $(READY) ## Check the data against the descriptor
	@$(BIN)/python -m anodes validate

audit: $(READY) ## Print what in the review does not hold, with the calculation
	@$(BIN)/python -m anodes audit

check: $(READY) ## Check a CSV file of your own electrodes: make check FILE=...
	@if [ -z "$$FILE" ]; then echo "Name the file: make check FILE=my-electrodes.csv" >&2; exit 2; fi
	@$(BIN)/python -m anodes check -- "$$FILE"

teach: $(READY) ## Write the assignments of all chapters: make teach [SEED=7 for other numbers]
	@$(BIN)/python -m anodes.publish.assignments --seed "$$SEED"

lint: $(READY) ## Check style, declared imports, what a wing imports, and types
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/deptry . && $(BIN)/lint-imports --no-cache \
	  && $(BIN)/mypy

lock: $(READY) ## Pin what pyproject.toml declares, with hashes (UPGRADE=1 for the newest versions)
	@cp requirements.txt requirements.txt.new
	@$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet \
	  $(if $(UPGRADE),--upgrade) --output-file requirements.txt.new \
	  || { rm -f requirements.txt.new; echo "requirements.txt is unchanged; the reason is above."; exit 1; }
	@mv requirements.txt.new requirements.txt
	@echo "requirements.txt is new: run 'make test', then look at the diff"

bench: $(READY) ## Print how long the parts take, next to what they are compared with
	@$(BIN)/python tests/bench.py

mutants: $(READY) ## Change each column of the data and ask who notices: make mutants [N=2 changes a column]
	@$(BIN)/python tests/mutants.py --count "$$N"

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

$(SITE): $(READY) FORCE
	@$(BIN)/python -m anodes.publish.build

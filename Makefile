# nearnew. `make run` and `make test` do all the set-up; `make check` is what CI asks.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
CATALOGUES := $(wildcard locales/*/LC_MESSAGES/*.po)
UPDATE := --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

KEYWORDS := -k N_ -k phrase -k counted:1,2
PAPER_TONGUES := ru ar es fr

.PHONY: run test quick check soak bench format messages check-messages docs clean

run: $(STAMP)
	@$(BIN)/nearnew demo

test: $(STAMP)
	@$(BIN)/python -m pytest

quick: $(STAMP)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -x -m "not soak"

check: $(STAMP) check-messages
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest

soak: $(STAMP)
	@$(BIN)/python -m pytest -m soak -o addopts="-q --strict-markers"
	@EFFORT=10 $(BIN)/python -m pytest tests/domain/test_readiness.py -k Oracle

bench: $(STAMP)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[bench]' || { echo "What to compare with could not be installed."; exit 1; }
	@for b in store readiness start tui papers; do echo "== bench/$$b.py"; $(BIN)/python -m bench.$$b || exit 1; done

# How many small faults in the engine the tests find; takes minutes.
.PHONY: mutants
mutants: $(STAMP)
	@$(BIN)/python -m bench.mutants

format: $(STAMP)
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

# Take new strings into the catalogues; translate them in locales/*/LC_MESSAGES/*.po afterwards.
messages: $(STAMP)
	@PYTHONPATH=. $(BIN)/pybabel -q extract -F babel.cfg $(KEYWORDS) -o locales/tui.pot --omit-header --add-location=file --no-wrap --sort-by-file .
	@PYTHONPATH=. $(BIN)/pybabel -q extract -F babel-data.cfg -o locales/data.pot --omit-header --add-location=file --no-wrap --sort-by-file .
	@$(BIN)/pybabel -q update -D tui -i locales/tui.pot -d locales -l zh_CN $(UPDATE)
	@PYTHONPATH=. $(BIN)/pybabel -q extract -F babel-papers.cfg $(KEYWORDS) -o locales/papers.pot --omit-header --add-location=file --no-wrap --sort-by-file .
	@$(BIN)/pybabel -q update -D data -i locales/data.pot -d locales -l zh_CN $(UPDATE)
	@for l in $(PAPER_TONGUES); do $(BIN)/pybabel -q update -D papers -i locales/papers.pot -d locales -l $$l --init-missing $(UPDATE) || exit 1; done

# What the languages of papers still lack, and how much.
.PHONY: untranslated
untranslated: $(STAMP)
	@$(BIN)/python locales/check.py --untranslated

# Fails when the catalogues do not say what the source says.
check-messages: $(STAMP)
	@$(BIN)/python locales/check.py

# The page of commands, from the commands.
docs: $(STAMP)
	@$(BIN)/python -m docs.generate

clean:
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .cache

# The environment is made once, and again when what it is made from has changed.
$(STAMP): pyproject.toml hatch_build.py $(CATALOGUES)
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "nearnew needs Python 3.11 or newer; there is no $(PYTHON). Install it, or say: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "nearnew needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Install a newer one, or say: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing nearnew into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[test]' || { echo "The packages could not be installed; check the network and try again."; exit 1; }
	@touch $(STAMP)

# The pictures of the screens in docs/screens, taken from the running program on its sample book.
.PHONY: pictures
pictures: $(STAMP)
	@$(BIN)/python -m docs.pictures

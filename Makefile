# Everything is set up on first use: `make run` and `make test` need nothing but Python 3.11 or later.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install run test lint bench soak docs lock clean

help:  ## What there is to make
	@sed -n 's/^\([a-z]*\):.*##/  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

install: $(STAMP)  ## Set up .venv with regulars in it

$(STAMP): pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "regulars needs Python 3.11 or later, and none was found on the PATH." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3 install" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[dev]'
	@$(BIN)/python -m compileall -q core cli tui
	@touch $@

run: install  ## The app on the sample data; without a terminal, its customers and segments
	@$(BIN)/regulars sample_data/online_retail.xlsx

test: install  ## All the tests
	@$(BIN)/python -m pytest -n 2 -m "not soak" --dist loadfile --no-loadscope-reorder --max-worker-restart 0 tests

lint: install  ## ruff, mypy --strict, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: install  ## Speed and memory beside a peer, in the same run
	@$(BIN)/python -m bench

soak: install  ## The tests that take longest; the app under random keys, sizes and killed engines, for ten minutes; damaged models; new examples
	@REGULARS_MUTANTS=10000 $(BIN)/python -m pytest -q -k mutants tests/core/test_models.py tests/core/test_kept_classifiers.py
	@$(BIN)/python -m pytest -q -n 2 -m soak --dist loadfile tests
	@$(BIN)/python -m pytest -q -n 2 -m hypothesis --hypothesis-profile=search tests
	@$(BIN)/python -m bench.soak

docs: install  ## The pages of docs/ that are made from the code
	@$(BIN)/python docs/generate.py

pictures: install  ## The pictures of docs/pictures/, taken from the app
	@$(BIN)/python docs/pictures.py

lock:  ## requirements.lock from the newest versions that pyproject.toml allows
	@rm -rf build/lock && $(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet --disable-pip-version-check '.[dev]'
	@{ echo "# The versions that regulars is developed with; made by \`make lock\`."; \
		build/lock/bin/python -m pip freeze --exclude regulars | grep -v '^regulars'; } > requirements.lock
	@rm -rf build/lock

clean:  ## Remove what was built
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

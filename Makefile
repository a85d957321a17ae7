PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
UV ?= uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url

# What reads the sources is checked once, with the linter, and not by the processes that run the other tests.
OF_SOURCES := tests/test_architecture.py tests/test_hygiene.py
TESTS := $(BIN)/python -m pytest -n 2 --dist worksteal $(addprefix --ignore=,$(OF_SOURCES))
FUZZ := nice $(BIN)/python -m tests.fuzz.run --keep var/fuzz

.PHONY: help run test test-all lint format ocr bench-parse bench-search bench-requests bench-languages fuzz-parse lock
.DEFAULT_GOAL := run
.NOTPARALLEL:

help: ## list these targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

run: $(VENV)/run.installed ## install what is needed, start the portal and print its address
	@$(BIN)/python manage.py serve

test test-all lint: export DJANGO_SETTINGS_MODULE = tests.settings
# Tests start many processes; each would compile the portal for itself where none may keep what it compiled.
test test-all lint: export PYTHONDONTWRITEBYTECODE =

test: lint ## run the linters and the quick tests
	$(TESTS) -m "not long"

test-all: lint ## run all tests, also the slow ones (crashes, load, every page, damaged documents)
	$(TESTS) --hypothesis-profile all
	@$(FUZZ)

lint: $(VENV)/test.installed ## check style, types, migrations and imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/mypy & $(BIN)/python -m pytest -q $(OF_SOURCES); tests=$$?; wait $$! && exit $$tests  # one on each core

format: $(VENV)/test.installed ## format the sources
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

ocr: $(VENV)/run.installed ## install the packages to read scanned documents (needs Tesseract)
	@$(PIP) -r requirements/ocr.txt
	@command -v tesseract >/dev/null || echo "Tesseract is missing: see \"Scans\" in README.md"

bench-parse: $(VENV)/test.installed ## measure pages read per second, compared with pdfminer alone
	@$(BIN)/python -m tests.benchmarks.bench_parse

bench-search: SIZE ?= 5000
bench-search: $(VENV)/bench.installed ## compare the search over SIZE entries with other engines, for docs/benchmarks.md
	@$(BIN)/python -m tests.benchmarks.search $(SIZE) --report docs/benchmarks.md

bench-requests: $(VENV)/test.installed ## find the requests that cost most without logging in, in the portal's database
	@$(BIN)/python -m tests.benchmarks.bench_requests

bench-languages: $(VENV)/test.installed ## compare the time of pages in each language with English, in the portal's database
	@$(BIN)/python -m tests.benchmarks.bench_languages

fuzz-parse: $(VENV)/test.installed ## read a thousand damaged documents
	@$(FUZZ)

lock: ## pin the dependencies of pyproject.toml again (needs uv)
	cd requirements && $(LOCK) ../pyproject.toml -o run.txt
	cd requirements && $(LOCK) --extra bench -c run.txt ../pyproject.toml -o bench.txt
	cd requirements && $(LOCK) --extra ocr -c run.txt ../pyproject.toml -o ocr.txt
	cd requirements && $(LOCK) --extra test -c run.txt ../pyproject.toml -o test.txt

# Installed again only when the lock file changed. What the tests need holds what running needs.
$(VENV)/run.installed: requirements/run.txt
	@$(call set_up,requirements/run.txt)
	@touch $@

$(VENV)/test.installed: requirements/test.txt
	@$(call set_up,requirements/test.txt)
	@touch $@ $(VENV)/run.installed

$(VENV)/bench.installed: requirements/bench.txt $(VENV)/test.installed
	@echo "Installing the packages of requirements/bench.txt ..."
	@$(PIP) -r requirements/bench.txt
	@touch $@

define set_up
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit( \
		"The portal needs Python 3.11 or newer, and $(PYTHON) is %d.%d. Name another: make run PYTHON=python3.12" \
		% sys.version_info[:2])'
	echo "Installing the packages of $(1) ..."
	$(PYTHON) -m venv $(VENV)
	$(PIP) -r $(1)
endef

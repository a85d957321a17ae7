# make run    the portal, from nothing to its printed address
# make test   all that is checked
# make ocr    add what recognises the text of scans (needs Tesseract)
# make lock   pin the dependencies of pyproject.toml again (needs uv)
# make bench-parse   pages read a second, beside bare pdfminer
# make bench-search SIZE=100000   the search beside its peers, kept in docs/benchmarks.md
# make fuzz-parse    a thousand damaged documents, each read or refused

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
UV ?= uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url

.PHONY: run test ocr lock bench-parse bench-search fuzz-parse
.NOTPARALLEL:

run: $(VENV)/run.installed
	@$(BIN)/python manage.py serve

test: export DJANGO_SETTINGS_MODULE = tests.settings
# Tests start many processes; each would compile the portal for itself where none may keep what it compiled.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/test.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/mypy & types=$$!; $(BIN)/python -m pytest -n 2 --dist worksteal; tests=$$?; wait $$types && exit $$tests

ocr: $(VENV)/run.installed
	@$(PIP) -r requirements/ocr.txt
	@command -v tesseract >/dev/null || echo "Tesseract is missing: see \"Scans\" in README.md"

bench-parse: $(VENV)/test.installed
	@$(BIN)/python -m tests.benchmarks.bench_parse

bench-search: SIZE ?= 5000
bench-search: $(VENV)/bench.installed
	@$(BIN)/python -m tests.benchmarks.search $(SIZE) --report docs/benchmarks.md

fuzz-parse: $(VENV)/test.installed
	@nice $(BIN)/python -m tests.fuzz.run --keep var/fuzz

lock:
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

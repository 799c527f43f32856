# make demo and make test need only python3 (3.11 or newer), make and git; they set up the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev

.PHONY: demo run file-types test check bench screenshots requirements docs clean schemas system system-test

$(RUN_READY): requirements/build.txt requirements/run.txt pyproject.toml
	@$(PYTHON) packaging/bootstrap.py environment --venv $(VENV) --requirements requirements/build.txt --requirements requirements/run.txt
	@touch $@

$(DEV_READY): requirements/dev.txt $(RUN_READY)
	@$(PYTHON) packaging/bootstrap.py environment --venv $(VENV) --requirements requirements/dev.txt
	@touch $@

# Shared libraries that Qt and the tests need: installed when this user may, else the line to run is printed.
system:
	@$(PYTHON) packaging/bootstrap.py system --for run

system-test:
	@$(PYTHON) packaging/bootstrap.py system --for test

demo: system $(RUN_READY)
	$(BIN)/portfolio demo --out out --open

run: system $(RUN_READY)
	$(BIN)/portfolio

# Letters and requests then open in Portfolio on a double click, for this user (Linux).
file-types: $(RUN_READY)
	$(BIN)/python packaging/file_types.py install

check: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Interface descriptions that some tests check against; those are skipped where npm cannot fetch them.
schemas:
	-@$(PYTHON) tests/published/fetching.py
	-@$(PYTHON) -m tests.published.verifying

# As many at once as there are cores; a file's tests stay together. "make test JOBS=0" runs in one process.
JOBS ?= auto
test: system-test $(DEV_READY) check schemas
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

bench: system-test $(DEV_READY)
	$(BIN)/python -m benchmarks

screenshots: system-test $(DEV_READY)
	PORTFOLIO_VARIANTS=light,dark,2x,rtl,narrow $(BIN)/python packaging/screenshots.py docs/screenshots

docs: $(DEV_READY)
	$(BIN)/python packaging/command_reference.py docs/cli.md
	$(BIN)/python packaging/examples.py docs/examples

# Re-pin after a change of dependencies in pyproject.toml; needs uv. Hashes only, no addresses.
PIN := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-annotate
requirements:
	$(PIN) pyproject.toml -o requirements/run.txt
	$(PIN) --group build -c requirements/run.txt -o requirements/build.txt
	$(PIN) pyproject.toml --group dev -c requirements/run.txt -c requirements/build.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis

# make run   the workbench, in an environment of its own
# make test  everything that is checked, fast tests first
# make lint  style and types        make bench  speed, as ratios in one run
# make soak  proofs that take long  make golden  write the golden files of tests/run again
# make fuzz  anything at all for what reads files, answers and advice
# make lock  the newest versions that requirements*.txt allow, with hashes, into the lock files
# make vulnerabilities  what is known of the locked packages

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PORT ?= 8501

# Each of some hundred processes would compile the project anew without its cache of bytecode.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test fast slow browser soak fuzz lint bench golden lock vulnerabilities clean

run: .venv/installed
	$(BIN)/python -m refiner serve --open --port $(PORT)

test: lint fast slow browser

# Tests side by side; what compares durations stands beside tests that mostly wait.
WORKERS ?= 2
SLOWEST := --durations=12 --durations-min=4
# A worker's threads that wait for one another would take the core of the other worker.
fast slow browser: export OPENBLAS_NUM_THREADS := 1

fast: .venv/installed-dev
	$(BIN)/pytest -n $(WORKERS) $(SLOWEST) -m "not browser and not slow and not soak"

slow: .venv/installed-dev
	$(BIN)/pytest -n $(WORKERS) $(SLOWEST) -m "slow and not timed and not soak"
	$(BIN)/pytest -n $(WORKERS) $(SLOWEST) --dist loadfile -m "timed and not browser and not soak"

# A process of its own: a browser driven synchronously would break later asynchronous tests.
browser: .venv/installed-dev
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup $(SLOWEST) -m "not timed" -rs tests/browser
	$(BIN)/pytest $(SLOWEST) -m timed -rs tests/browser

soak: .venv/installed-dev
	$(BIN)/pytest -m soak -rs
	$(BIN)/python -m scripts.soak

fuzz: .venv/installed-dev
	$(BIN)/python -m scripts.fuzz

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/installed-dev
	$(BIN)/python -m scripts.bench

golden: .venv/installed-dev
	$(BIN)/python -m tests.support.golden

LOCK := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --upgrade --universal \
  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links

lock: .venv/installed-dev
	$(LOCK) --output-file requirements.lock requirements.txt
	$(LOCK) --constraint requirements.lock --output-file requirements-server.lock \
	  requirements.txt requirements-server.txt
	$(LOCK) --constraint requirements-server.lock --output-file requirements-dev.lock \
	  requirements-dev.txt

vulnerabilities: .venv/installed-dev
	$(BIN)/python -m scripts.check_vulnerabilities

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; say which: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.venv/installed: requirements.lock | .venv/bin/python
	$(INSTALL) -r requirements.lock
	@touch $@

.venv/installed-dev: requirements-dev.lock | .venv/bin/python
	$(INSTALL) -r requirements-dev.lock
	@touch .venv/installed $@

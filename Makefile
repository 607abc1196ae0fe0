# `make run` and `make test` are all a newcomer needs; see README.md.
PYTHON ?= python3.11
UV_VERSION := 0.13.9
UV := .tools/bin/uv
PY := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export UV_PYTHON_DOWNLOADS := never

.PHONY: run setup test chat lock check fmt clean texts
.DEFAULT_GOAL := help

help:
	@echo "make run    the assistant on http://127.0.0.1:5005"
	@echo "make test   all tests"
	@echo "make chat   a conversation in this terminal"
	@echo "make setup  environment and trained model only"

$(UV):
	@echo "[1/3] uv (the installer)"
	@$(PYTHON) -m venv .tools
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"

.venv/.installed: requirements.txt $(UV)
	@echo "[2/3] environment (about 1.5 GB; seconds when cached)"
	@test -x $(PY) || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --python $(PY) --require-hashes requirements.txt
	@touch $@

setup: .venv/.installed
	@echo "[3/3] model (trained when its inputs changed, a minute or two; otherwise at once)"
	@$(PY) -m bot train

run: setup
	@$(PY) -m bot serve

chat: setup
	@$(PY) -m bot chat

test: setup
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m bot facts check
	@$(PY) -m bot texts check
	@$(PY) -m pytest

fmt: .venv/.installed
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

# pyproject.toml is the source; requirements.txt holds every version with its hashes and no address.
lock: $(UV)
	@$(UV) lock --quiet --upgrade --python $(PYTHON)
	@$(UV) export --quiet --frozen --no-emit-project --all-groups --no-annotate --no-header --format requirements-txt -o requirements.txt

clean:
	rm -rf .venv .tools models var results

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: run test bench lint docs lock clean

run: $(VENV)/run.stamp
	@$(PY) manage.py run_site

test: $(VENV)/dev.stamp
	@$(PY) tests/run.py

bench: $(VENV)/dev.stamp
	@$(PY) -m tests.scale.bench

lint: $(VENV)/dev.stamp
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(PY) -m pytest -q -p no:cacheprovider tests/architecture

$(PY):
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

docs: $(VENV)/dev.stamp
	$(PY) manage.py state_diagram --check
	$(VENV)/bin/mkdocs build --quiet
	@echo "build/docs/index.html"

lock: $(VENV)/dev.stamp
	$(VENV)/bin/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links requirements.in
	$(VENV)/bin/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links requirements-dev.in

clean:
	rm -rf $(VENV) var build

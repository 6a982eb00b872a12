# Measuring What Matters: everything starts here. Needs only make and Python 3.11 or newer.
#
#   PYTHON=...       the Python to make .venv with (otherwise the newest suitable one found)
#   MWM_BROWSER=...  the Chrome or Chromium for the browser tests (otherwise found or installed)
#   ARGS=...         more arguments for run, test, bench and screenshots

PYTHON ?=
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
RUN_STAMP := $(VENV)/.run-stamp
DEV_STAMP := $(VENV)/.dev-stamp
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check

# All three run, whatever the others find.
checks = $(PY) -m ruff format --check . || failed=1; \
	$(PY) -m ruff check . || failed=1; \
	$(PY) -m mypy || failed=1

# A .venv whose Python has gone (moved or removed) is filled again.
$(shell $(PY) -c "" 2>/dev/null || rm -f $(RUN_STAMP) $(DEV_STAMP))

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check fix bench screenshots clean

help: ## Show this list
	@echo "Measuring What Matters"
	@echo
	@awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: $(RUN_STAMP) ## Start the dashboard at http://127.0.0.1:8501 (makes demo data if there is none)
	@$(PY) -m mwm serve $(ARGS)

test: $(DEV_STAMP) ## Run the checks and all tests, browser tests included
	@browser=$$($(PY) tools/browser.py --install) || exit 1; \
	$(PY) -m tools.office --install >/dev/null || echo "The tests that open slides in LibreOffice will fail." >&2; \
	failed=0; \
	$(checks); \
	if [ $$failed = 1 ]; then echo "The checks found faults (see above). Running the tests all the same." >&2; fi; \
	MWM_BROWSER="$$browser" $(PY) -m pytest -n 2 $(ARGS) || failed=1; \
	exit $$failed

check: $(DEV_STAMP) ## Check formatting, style and types
	@failed=0; $(checks); exit $$failed

fix: $(DEV_STAMP) ## Format the code and mend what can be mended by itself
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

bench: $(DEV_STAMP) ## Measure how fast the dashboard is
	@browser=$$($(PY) tools/browser.py --install) || exit 1; \
	MWM_BROWSER="$$browser" $(PY) -m tests.benchmarks $(ARGS)

screenshots: $(DEV_STAMP) ## Take the pictures in docs/screenshots again
	@browser=$$($(PY) tools/browser.py --install) || exit 1; \
	MWM_BROWSER="$$browser" $(PY) -m pytest tests/browser --screenshots $(ARGS)

clean: ## Remove .venv and all caches (never data)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name .git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

# Makes .venv unless there is a working one. Of the Pythons found, the first that is new enough
# and can make virtual environments is used.
define ensure_venv
@if $(PY) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then exit 0; fi; \
given='$(PYTHON)'; good=; new_enough=; \
if [ -n "$$given" ]; then set -- "$$given"; else set -- python3.13 python3.12 python3.11 python3 python; fi; \
for python in "$$@"; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	new_enough=$${new_enough:-$$python}; \
	if "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then good=$$python; break; fi; \
done; \
if [ -z "$$new_enough" ]; then \
	if [ -n "$$given" ]; then \
		echo "PYTHON=$$given does not start a Python 3.11 or newer." >&2; \
	else \
		echo "Python 3.11 or newer is needed: install it, or add PYTHON=/path/to/python3 to the make command." >&2; \
	fi; \
	exit 1; \
fi; \
if [ -z "$$good" ]; then \
	version=$$("$$new_enough" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	echo "$$new_enough cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install python$$version-venv" >&2; \
	exit 1; \
fi; \
echo "Making $(VENV) with $$good"; \
"$$good" -m venv --clear $(VENV)
endef

$(RUN_STAMP): requirements.txt
	$(ensure_venv)
	@echo "Installing what the dashboard needs (this may take a minute or two)"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt requirements.txt
	$(ensure_venv)
	@echo "Installing what the tests need (this may take a minute or two)"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $(RUN_STAMP) $@

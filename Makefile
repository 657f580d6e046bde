# The commands that matter, for a checkout on Linux or macOS. The README has them for Windows.

.PHONY: run test fast coverage check bench sample
.DEFAULT_GOAL := run

# The environment is made anew when what it installs has changed.
.venv/installed: tests/requirements.txt
	python3 -m venv .venv
	.venv/bin/pip install -r tests/requirements.txt
	touch $@

run: .venv/installed  ## open the dashboard
	.venv/bin/streamlit run app.py

test: .venv/installed  ## every test
	.venv/bin/pytest

fast: .venv/installed  ## the tests that take under a minute
	.venv/bin/pytest -m "not slow"

# Coverage nearly doubles the time a test takes: the slow ones, and with them the pages, are left out of it.
coverage: .venv/installed  ## which branches the fast tests leave out
	.venv/bin/coverage run -m pytest -q -m "not slow"
	.venv/bin/coverage report

check: .venv/installed  ## style, types, layers, dead code, scripts
	.ci/check

bench: .venv/installed  ## how fast pages and imports are
	.venv/bin/python -m tests.bench.page_speed
	.venv/bin/python tests/bench/import_speed.py
	.venv/bin/python tests/bench/partner_import.py
	.venv/bin/python tests/bench/collision_speed.py

sample: .venv/installed  ## write data/sample anew, the same bytes every time
	.venv/bin/python -m csp sample

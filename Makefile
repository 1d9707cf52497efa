# A fresh machine needs Python 3.11+ and make; each target sets up the rest, once.
.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:

PYTHON ?= python3
# Which settings file; every command takes it: make synth SETTINGS=fleet.yaml
SETTINGS ?= observability.yaml

# YES=1: deploy and destroy without asking, for a pipeline.
YES ?=

# Which of the real programs to build: make components NAMES=kwok
NAMES ?=

# Found by every recipe: the virtual environment's python, node and cdk, before the machine's own.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PYTHONPATH := $(CURDIR)/ops:$(CURDIR)/constructs:$(CURDIR)/charts
# The CLI would advise aws-cdk 3.0.0, which was published by accident (aws-cdk#38113).
export CDK_DISABLE_VERSION_CHECK := 1
unexport PYTHONHOME VIRTUAL_ENV NODE_OPTIONS

setup := ops/eks_observability_ops/setup.py
python_ready := .venv/.ready
node_ready := node_modules/.ready
cdk := cdk --context 'settings=$(SETTINGS)'

.PHONY: help
help: ## What there is
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: synth
synth: $(python_ready) $(node_ready) ## Templates into cdk.out/, and a summary of them; needs no AWS
	@rm -rf cdk.out
	@# What the CLI says of a success is in the summary, and more; of a failure, all it says is shown.
	@said=$$(mktemp); trap 'rm -f '$$said EXIT; $(cdk) synth --quiet >$$said 2>&1 || failed=yes; \
		test -z "$$failed" || cat $$said >&2; rm -f $$said; \
		test -z "$$failed" || { rmdir cdk.out 2>/dev/null; exit 1; }
	@python -m eks_observability_ops.summary cdk.out

.PHONY: test
test: $(python_ready) $(node_ready) ## Everything that is checked without AWS and built programs
	ruff check
	ruff format --check
	@# Side by side: each takes minutes of one processor.
	@$(MAKE) --no-print-directory --jobs=2 test-behaviour test-handlers test-types

.PHONY: test-types
test-types: $(python_ready)
	mypy

.PHONY: test-handlers
test-handlers: $(python_ready)
	@# Beside the other tests, whose progress is shown: of a success the last line, of a failure all.
	@said=$$(mktemp); trap 'rm -f '$$said EXIT; \
		{ coverage run -m pytest tests/eks_observability/handlers && \
			coverage report --fail-under=100 --skip-covered; } >$$said 2>&1 \
		|| { cat $$said >&2; exit 1; }; \
		grep -E ' passed|^TOTAL' $$said

.PHONY: test-behaviour
test-behaviour: $(python_ready) $(node_ready)
	python -m pytest --ignore=tests/components --ignore=tests/eks_observability/handlers

.PHONY: components
components: $(python_ready) ## Builds the real programs that read our artifacts, as far as missing
	@python -m eks_observability_ops.components $(NAMES)

.PHONY: test-components
test-components: components ## The tests against the real programs
	python -m pytest tests/components --ignore=tests/components/dashboards
	@# In a cluster of their own: they count its targets.
	python -m pytest tests/components/dashboards

.PHONY: artifacts
artifacts: synth ## What goes into the cluster and the workspaces, as plain files in dist/
	@python -m eks_observability_ops.artifacts cdk.out dist

.PHONY: bench
bench: $(python_ready) $(node_ready) ## The benchmarks, as ratios, into benchmarks/RESULTS.md
	@python benchmarks/synth.py
	@python benchmarks/metrics.py
	@python benchmarks/tracing.py

.PHONY: deploy
deploy: $(python_ready) $(node_ready) ## Deploys every stack; asks before it widens permissions
	@echo 'Deploying what $(SETTINGS) asks for ...'
	@$(cdk) deploy --all $(if $(YES),--require-approval never)

.PHONY: destroy
destroy: $(python_ready) $(node_ready) ## Takes every stack away again and undoes what it changed
	@echo 'Destroying the stacks of $(SETTINGS), and no others ...'
	@$(cdk) destroy --all $(if $(YES),--force)

.PHONY: docs
docs: $(python_ready) ## Writes the pages that are made from code: settings, schema, log queries
	@python -m eks_observability_ops.reference

.PHONY: dashboards-sheet
dashboards-sheet: components ## Pictures of all dashboards, with data of a test run of ten minutes
	@DASHBOARDS_SHEET=docs/dashboards CI=1 python -m pytest tests/components/dashboards/test_sheet.py

.PHONY: lock
lock: $(python_ready) ## Pins requirements.in's packages, and all beneath them, in requirements.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command 'make lock' requirements.in --output-file requirements.txt

.PHONY: clean
clean: ## Removes everything make made
	rm -rf .venv node_modules cdk.out dist .coverage .mypy_cache .pytest_cache .ruff_cache

$(python_ready): requirements.txt
	@$(PYTHON) $(setup) python
	@touch $@

$(node_ready): package-lock.json $(python_ready)
	@$(PYTHON) $(setup) node
	@touch $@

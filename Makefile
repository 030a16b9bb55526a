# All that a developer does here. `make help` lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
IMAGES := testdata/images/built
BENCH_SOURCE ?= ../shared/bench
EXECUTIONS ?= 100000
SPDX_CRATE ?= https://static.crates.io/crates/spdx/spdx-0.13.6.crate

.DEFAULT_GOAL := help
.PHONY: help venv demo test properties fuzz lint format golden bench accuracy environments images advisories spdx schema docs clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

venv: $(VENV)/.ready ## make the environment, with everything that the other targets need

$(VENV)/.ready: pyproject.toml testdata/bootstrap.py
	$(PYTHON) testdata/bootstrap.py $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[feeds,serve,sign,validate]' --group dev
	touch $@

images: $(IMAGES)/.ready ## build the sample images

$(IMAGES)/.ready: $(VENV)/.ready testdata/images/build.py testdata/images/recipes.py testdata/images/writer.py
	$(BIN)/python -m testdata.images.build $(IMAGES)
	touch $@

demo: images ## build the sample images, scan one and show the report
	$(BIN)/lading scan $(IMAGES)/upgrade.oci --fail-on never

test: images ## run the whole test suite
	$(BIN)/python -m pytest -q -n auto --cov

properties: images ## try the property tests with inputs that are new at each run
	$(BIN)/python -m pytest -q -n auto -m hypothesis --hypothesis-profile=default

fuzz: venv ## look for bytes that no reader expects: make fuzz EXECUTIONS=1000000
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	$(BIN)/python -m tests.fuzz --executions $(EXECUTIONS)

lint: venv ## check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: venv ## format the code
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

golden: images ## record the expected outputs of the tests anew
	$(BIN)/python -m pytest -q tests/golden --record-golden

bench: venv ## compare a scan with the mere decompression of the same layers
	$(BIN)/python -m benchmarks.run --source $(BENCH_SOURCE)

accuracy: venv ## compare what is found with what importlib.metadata finds
	$(BIN)/python -m benchmarks.accuracy

environments: venv ## record anew what pip and pipdeptree say of real environments (from PyPI)
	$(BIN)/python -m testdata.environments.record

advisories: venv ## build the bundled advisory index: make advisories SOURCE=directory-or-archive KEV=file
	$(BIN)/python -m scanner.advisories $(SOURCE) $(if $(KEV),--kev $(KEV))

spdx: venv ## build the bundled licence texts, from the copy of the SPDX list in crate spdx 0.13.6
	mkdir -p build
	curl -fsSL -o build/spdx.crate $(SPDX_CRATE)
	$(BIN)/python -m scanner.licenses build/spdx.crate

schema: venv ## write the JSON Schema of reports, from the model
	$(BIN)/python -m scanner.formats.report_schema

docs: venv ## write the reference of the command line
	$(BIN)/python -m typer --app application scanner.cli.application utils docs --name lading --output docs/command-line.md
	$(BIN)/lading config schema > scanner/configuration/lading.schema.json

clean: ## remove everything that was made
	rm -rf $(VENV) $(IMAGES) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage*
	find . -name __pycache__ -prune -exec rm -rf {} +

# Everything a developer or operator runs, in short verbs. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PROTOS := $(wildcard protos/mizan/v1/*.proto)
export TOKENIZERS_PARALLELISM := false

.DEFAULT_GOAL := help
.PHONY: help demo test lint type protos check-protos check-deploy docs run bench clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The product alone: what `make demo` and `make run` need.
$(VENV)/.product: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Mizan needs Python 3.11 or later; name one with PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	@$(BIN)/python -m compileall -q mizan report services  # a first start is then as quick as the second
	@touch $@

# The product and what develops it.
$(VENV)/.development: $(VENV)/.product
	$(PIP) --editable '.[dev,docs,examples]'
	@touch $@

demo: $(VENV)/.product ## compare the bundled sample coverage, report in build/demo.html
	@mkdir -p build
	@$(BIN)/mizan compare samples/coverage --html build/demo.html

test: $(VENV)/.development ## run all tests
	$(BIN)/python -m pytest

lint: $(VENV)/.development ## check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

type: $(VENV)/.development ## check types
	$(BIN)/mypy

protos: $(VENV)/.development ## generate the stubs in mizan/v1 from protos/
	$(BIN)/python -m grpc_tools.protoc -Iprotos -I$$($(BIN)/python -c 'import pathlib, google.api.http_pb2 as m; print(pathlib.Path(m.__file__).parents[2])') \
	    --python_out=. --pyi_out=. --grpc_python_out=. $(PROTOS)

check-protos: protos ## fail when the checked-in stubs differ from the protos
	git diff --exit-code --stat -- mizan/v1

check-deploy: $(VENV)/.development ## check image, compose file, Prometheus rules and dashboard without an engine
	$(BIN)/hadolint deploy/Dockerfile
	docker-compose --file deploy/compose.yaml config --quiet
	promtool check config deploy/monitoring/prometheus.yaml
	promtool check rules deploy/monitoring/rules.yaml
	promtool test rules deploy/monitoring/rules_test.yaml

docs: $(VENV)/.development ## build the documentation site in build/docs
	$(BIN)/sphinx-build -q -W --keep-going -b html docs build/docs

run: $(VENV)/.product ## serve the three services on this machine, data in ./var
	$(BIN)/mizan serve --data var

bench: $(VENV)/.development ## measure speed, memory and start-up; results go to benchmarks/results
	$(BIN)/python -m benchmarks.run

clean: ## remove the environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

# One command each; every one sets up what it needs first.
#   make run     decide for a sample company in the terminal, then open the web application
#   make test    the tests            make check   format, lint, strict types, lengths, docs
#   make bench   the benchmarks       make facts   every figure, its source and its review date
#   make docs    write the generated reference again     make lock   resolve the packages again
#   make library find the teams of a triage again (some minutes)
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := setup
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= $(firstword $(shell command -v python3.11 python3) python3.11)
UV_VERSION := 0.13.9
BIN := .venv/bin
SAMPLE := src/timonier/app/samples/jardinerie.toml
SOURCES := $(shell find src/timonier -name '*.py')
KERNELS := $(shell find src/timonier/engine -name '*.py')

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export UV_SYSTEM_CERTS := 1

.PHONY: setup run test check bench facts docs library lock system-packages

# Running needs a third of what testing does: each command installs what it needs.
setup: .venv/.kernels .venv/.bytecode
tested: setup .venv/.packages-test
.PHONY: tested

.venv/.uv-$(UV_VERSION):
	@bash scripts/system_packages.sh python "$(PYTHON)"
	@echo "Creating .venv"
	@"$(PYTHON)" -m venv .venv
	@$(BIN)/python -m pip install --quiet "uv==$(UV_VERSION)" \
	  || echo "uv is not available here: plain pip does the same, more slowly"
	@touch $@

.venv/.packages: requirements.lock .venv/.uv-$(UV_VERSION)
	@echo "Installing the packages of requirements.lock"
	@bash scripts/install.sh --require-hashes --no-deps -r requirements.lock
	@touch $@

.venv/.packages-test: requirements-test.lock .venv/.packages
	@echo "Installing the packages of $<"
	@bash scripts/install.sh --require-hashes --no-deps -r $<
	@touch $@

.venv/.project: pyproject.toml .venv/.packages
	@bash scripts/install.sh --no-deps --no-build-isolation --editable .
	@touch $@

# What is kept is compiled again only where a kernel, or what compiles it, has changed.
.venv/.kernels: .venv/.project $(KERNELS)
	@$(BIN)/python -m timonier.warmup
	@touch $@

# Where Python may not write what it compiled, every command would compile all its imports again.
.venv/.bytecode: .venv/.project $(SOURCES)
	@$(BIN)/python -m compileall -q src/timonier
	@touch $@

run: setup
	@$(BIN)/timonier decide $(SAMPLE)
	@echo
	@exec $(BIN)/timonier serve

test: tested system-packages
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: tested
	@bash scripts/check.sh

bench: tested
	@$(BIN)/python -m bench

facts: setup
	@$(BIN)/timonier facts

docs: tested
	@$(BIN)/python -m scripts.reference
	@$(BIN)/python scripts/requirements_table.py

library: tested
	@$(BIN)/python -m scripts.library

lock: .venv/.uv-$(UV_VERSION)
	@$(BIN)/python scripts/packages.py lock
	@echo "requirements.lock and requirements-test.lock are written"

system-packages:
	@bash scripts/system_packages.sh tests

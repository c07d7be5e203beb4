#!/usr/bin/env bash
# Install into .venv with uv, or with plain pip where uv is missing or cannot reach the packages.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -x .venv/bin/uv ]; then
  .venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python "$@" && exit 0
  echo "uv could not install: trying again with pip" >&2
fi
.venv/bin/python -m pip install --quiet --compile "$@"

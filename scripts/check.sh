#!/usr/bin/env bash
# Everything that reads the code without running the product; each part is run, then the verdict is given.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()

part() {
  local name=$1
  shift
  printf '%-14s' "$name"
  local out
  if out=$("$@" 2>&1); then
    printf 'ok   %s\n' "$(tail -n 1 <<<"$out")"
  else
    printf 'FAILED\n%s\n' "$out"
    failed+=("$name")
  fi
}

part format $bin/ruff format --check --quiet .
part lint $bin/ruff check --quiet .
part types $bin/mypy
part licences $bin/python scripts/packages.py licences
part vendored $bin/python scripts/packages.py vendored
part lengths $bin/python scripts/lengths.py
if [ "${1:-}" != after-tests ]; then # which have just run these
  part architecture $bin/python -m pytest -p no:cacheprovider tests/test_imports.py tests/test_tree.py
  part docs $bin/python -m pytest -p no:cacheprovider tests/test_docs.py tests/test_reference.py \
    tests/test_requirements.py
fi

if [ ${#failed[@]} -gt 0 ]; then
  echo "make check: failed: ${failed[*]}" >&2
  exit 1
fi
echo "make check: all good"

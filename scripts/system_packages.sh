#!/usr/bin/env bash
# What Python packages cannot bring. Installs what is missing as root; otherwise says what to install.
#   system_packages.sh python PYTHON   an interpreter that can make a virtual environment
#   system_packages.sh tests           the browser, the servers, and the PDF and office readers of the tests
set -euo pipefail

have() { command -v "$1" >/dev/null 2>&1; }

has_python() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; }

has_browser() { have chromium || have chromium-browser; }

has_postgres() { have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

missing=()
case "${1:-}" in
  python)
    has_python "${2:-python3.11}" || missing+=(python3.11 python3.11-venv)
    ;;
  tests)
    has_browser || missing+=(chromium)
    has_postgres || missing+=(postgresql)
    have nginx || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
    have pdftotext || missing+=(poppler-utils)
    have soffice || missing+=(libreoffice-writer-nogui libreoffice-calc-nogui)
    ;;
  *)
    echo "usage: $0 python PYTHON | tests" >&2
    exit 2
    ;;
esac
[ ${#missing[@]} -eq 0 ] && exit 0

install="apt-get install --yes --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -ne 0 ] || ! have apt-get; then
  {
    echo "Missing on this machine: ${missing[*]}"
    echo "Install as root, then run the same make command again:"
    echo "  apt-get update && $install"
  } >&2
  exit 1
fi

echo "Installing system packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update && $install; } >"$log" 2>&1 </dev/null; then
  tail -n 20 "$log" >&2
  echo "These packages could not be installed: ${missing[*]}" >&2
  exit 1
fi

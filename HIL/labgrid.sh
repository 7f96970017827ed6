#!/bin/sh
# Makes the Python environment with labgrid that HIL/bench runs in, once, and prints its python.
#
#   CEREBELLUM_LABGRID=/path/to/venv HIL/labgrid.sh     puts it elsewhere than ~/.cache/cerebellum/labgrid
#
# Run again, it finds its work done and needs no network.
set -eu

venv=${CEREBELLUM_LABGRID:-$HOME/.cache/cerebellum/labgrid}
# Pinned: HIL/bench-guest was run with this one.
version=26.0.1

say() { echo "labgrid.sh: $*" >&2; }
fail() {
  say "$1"
  say "remedy: $2"
  exit 1
}
complete() {
  "$venv/bin/python" -c 'import importlib.metadata, sys
sys.exit(importlib.metadata.version("labgrid") != sys.argv[1])' $version 2>/dev/null
}

if ! complete; then
  command -v python3 >/dev/null || fail "python3 is missing" "apt-get install python3 python3-venv"
  say "installing labgrid $version into $venv (9 MB to download, once)"
  python3 -m venv "$venv" ||
    fail "python3 cannot make a virtual environment" \
      "apt-get install python3-venv, or set CEREBELLUM_LABGRID to a place that can be written"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "labgrid==$version" ||
    fail "pip could not install labgrid $version" \
      "check the network, or carry $venv over from a machine that has one (same path and Python)"
  complete || fail "$venv is still incomplete" "remove it and run this again: rm -r '$venv'"
fi
echo "$venv/bin/python"

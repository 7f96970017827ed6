#!/bin/sh
# Makes the Python environment that `make python` checks the package in, once, and prints its python. The
# package itself is not in it: scripts/python builds and installs that beside it each time.
#
#   CEREBELLUM_PYTHON=/path/to/venv Python/setup.sh     puts it elsewhere than ~/.cache/cerebellum/python
#
# Run again, it finds its work done and needs no network.
set -eu

venv=${CEREBELLUM_PYTHON:-$HOME/.cache/cerebellum/python}
# What pyproject.toml asks for with [gym], [sim] and [test], and what builds the package, pinned.
packages="numpy==2.4.6 gymnasium==1.4.0 mujoco-core==4.0.0 pyopengl==3.1.10 mypy==2.4.1 pytest==9.2.0 pyyaml==6.0.3 ruff==0.17.6 hatchling==1.33.0"

say() { echo "setup.sh: $*" >&2; }
fail() {
  say "$1"
  say "remedy: $2"
  exit 1
}

# Succeeds if every package is there in its version; the versions are read, nothing is imported.
complete() {
  # shellcheck disable=SC2086  # one word per package
  "$venv/bin/python" - $packages <<'PYTHON' 2>/dev/null
import importlib.metadata
import sys

for requirement in sys.argv[1:]:
    name, version = requirement.split("==")
    if importlib.metadata.version(name) != version:
        sys.exit(1)
PYTHON
}

if ! complete; then
  command -v python3 >/dev/null || fail "python3 is missing" "apt-get install python3 python3-venv"
  say "installing numpy, gymnasium, MuJoCo, PyOpenGL, mypy, pytest, PyYAML, ruff and hatchling into $venv (70 MB to download, once)"
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv" ||
    fail "python3 cannot make a virtual environment" \
      "apt-get install python3-venv, or set CEREBELLUM_PYTHON to a place that can be written"
  # shellcheck disable=SC2086  # one word per package
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check $packages ||
    fail "pip could not install the packages" \
      "check the network, or carry $venv over from a machine that has one (same path and Python)"
  complete || fail "$venv is still incomplete" "remove it and run this again: rm -r '$venv'"
fi
echo "$venv/bin/python"

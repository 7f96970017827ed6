#!/usr/bin/env bash
# Makes the Python environment that `make python` checks the package in, once, and prints its python. The
# package itself is not in it: scripts/python builds and installs that beside it each time.
#
#   CEREBELLUM_PYTHON=/path/to/venv Python/setup.sh     puts it elsewhere than ~/.cache/cerebellum/python
#
# Run again, it finds its work done and needs no network.
set -euo pipefail
scripts=$(dirname "${BASH_SOURCE[0]}")/../scripts
source "$scripts/common.sh"
source "$scripts/venv.sh"

venv=${CEREBELLUM_PYTHON:-$HOME/.cache/cerebellum/python}
# What pyproject.toml asks for with [gym], [sim] and [test], and what builds the package, pinned.
packages=(numpy==2.4.6 gymnasium==1.4.0 mujoco-core==4.0.0 pyopengl==3.1.10 mypy==2.4.1 pytest==9.2.0 pyyaml==6.0.3
  ruff==0.17.6 hatchling==1.33.0)

provide CEREBELLUM_PYTHON "$venv" \
  'numpy, gymnasium, MuJoCo, PyOpenGL, mypy, pytest, PyYAML, ruff and hatchling (70 MB to download, once)' "${packages[@]}"
echo "$venv/bin/python"

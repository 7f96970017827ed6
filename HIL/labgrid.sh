#!/usr/bin/env bash
# Makes the Python environment with labgrid that HIL/bench runs in, once, and prints its python.
#
#   CEREBELLUM_LABGRID=/path/to/venv HIL/labgrid.sh     puts it elsewhere than ~/.cache/cerebellum/labgrid
#
# Run again, it finds its work done and needs no network.
set -euo pipefail
scripts=$(dirname "${BASH_SOURCE[0]}")/../scripts
source "$scripts/common.sh"
source "$scripts/venv.sh"

venv=${CEREBELLUM_LABGRID:-$HOME/.cache/cerebellum/labgrid}
# Pinned: HIL/bench-guest was run with this one.
provide CEREBELLUM_LABGRID "$venv" 'labgrid (9 MB to download, once)' labgrid==26.0.1
echo "$venv/bin/python"

# shellcheck shell=bash
# Sourced, after common.sh, by the scripts that make a Python environment once.

# complete VENV [OPTION...] NAME==VERSION...: succeeds if every package is there in its version; the versions are read, nothing
# is imported.
complete() {
  "$1/bin/python" - "${@:2}" 2>/dev/null <<'PYTHON'
import importlib.metadata
import sys

for requirement in sys.argv[1:]:
    if not requirement.startswith("--"):
        name, version = requirement.split("==")
        if importlib.metadata.version(name) != version:
            sys.exit(1)
PYTHON
}

# provide VARIABLE VENV WHAT [OPTION...] NAME==VERSION...: installs WHAT into VENV, which VARIABLE puts elsewhere, unless it is
# there; run again, it needs no network. The options are pip's.
provide() {
  local variable=$1 venv=$2 what=$3
  shift 3
  complete "$venv" "$@" && return
  command -v python3 >/dev/null || fail 'python3 is missing: apt-get install python3 python3-venv'
  say "Installing $what into $venv"
  [[ -x $venv/bin/python ]] || python3 -m venv "$venv" ||
    fail "python3 cannot make $venv: apt-get install python3-venv, or set $variable to a place that can be written"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@" ||
    fail "pip could not install $what: check the network, or carry $venv over from a machine that has one (same path and Python)"
  complete "$venv" "$@" || fail "$venv is still incomplete: remove it and run this again: rm -r '$venv'"
}

#!/bin/sh
# Makes the Python environment that the differential tests compare with, once: two independent readers
# of URDF (MuJoCo and Pinocchio), the published robot descriptions they and we read, SciPy, and the SDK of
# Feetech's servos.
#
#   Tests/Differential/setup.sh            prints what it does, and last the environment's python
#   CEREBELLUM_VENV=/path/to/venv ...      puts it elsewhere than ~/.cache/cerebellum/venv
#
# Run again, it finds its work done and needs no network.
set -eu

venv=${CEREBELLUM_VENV:-$HOME/.cache/cerebellum/venv}
oracles="mujoco-core==4.0.0 pin==4.1.0"
# They read YAML and validate JSON Schema for schema_agreement.py.
readers="PyYAML==6.0.3 jsonschema==4.26.0"
# It simulates the control laws for pid_reference.py.
simulators="scipy==1.17.1"
# The servos' own SDK moves our simulated ones (feetech_sdk.py).
peers="feetech-servo-sdk==1.0.0 pyserial==3.5"
# Their own requirements are left out: only their data files are read.
robots="example-robot-data==6.0.0 fourier-robot-descriptions==0.2.7 dexmate-urdf==0.8.4 airo-models==0.0.12"

say() { echo "setup.sh: $*" >&2; }
fail() {
  say "$1"
  say "remedy: $2"
  exit 1
}

# Succeeds if every package is there in its version; the versions are read, nothing is imported.
complete() {
  # shellcheck disable=SC2086  # one word per package
  "$venv/bin/python" - $oracles $readers $simulators $peers $robots <<'PYTHON' 2>/dev/null
import importlib.metadata
import sys

for requirement in sys.argv[1:]:
    name, version = requirement.split("==")
    if importlib.metadata.version(name) != version:
        sys.exit(1)
PYTHON
}

if [ -x "$venv/bin/python" ] && complete; then
  say "$venv is complete"
else
  command -v python3 >/dev/null || fail "python3 is missing" "apt-get install python3 python3-venv"
  if [ ! -x "$venv/bin/python" ]; then
    say "making $venv"
    python3 -m venv "$venv" ||
      fail "python3 cannot make a virtual environment" \
        "apt-get install python3-venv, or set CEREBELLUM_VENV to a place that can be written"
  fi
  say "installing MuJoCo, Pinocchio, SciPy, Feetech's SDK and four packages of robot descriptions into $venv"
  say "(about 410 MB to download, 1.4 GB on disk, once)"
  # shellcheck disable=SC2086  # one word per package
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check $oracles $readers \
    $simulators $peers &&
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps $robots ||
    fail "pip could not install the packages" \
      "check the network, or carry $venv over from a machine that has one (same path and Python)"
  complete || fail "$venv is still incomplete" "remove it and run this again: rm -r '$venv'"
fi
echo "$venv/bin/python"

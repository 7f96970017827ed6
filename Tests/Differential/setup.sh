#!/usr/bin/env bash
# Makes the Python environment that the differential tests compare with, once: two independent readers
# of URDF (MuJoCo and Pinocchio), the published robot descriptions they and we read, SciPy, and the SDK of
# Feetech's servos.
#
#   Tests/Differential/setup.sh            prints what it does, and last the environment's python
#   CEREBELLUM_VENV=/path/to/venv ...      puts it elsewhere than ~/.cache/cerebellum/venv
#
# Run again, it finds its work done and needs no network.
set -euo pipefail
scripts=$(dirname "${BASH_SOURCE[0]}")/../../scripts
source "$scripts/common.sh"
source "$scripts/venv.sh"

venv=${CEREBELLUM_VENV:-$HOME/.cache/cerebellum/venv}
oracles=(mujoco-core==4.0.0 pin==4.1.0)
# They read YAML and validate JSON Schema for schema_agreement.py.
readers=(PyYAML==6.0.3 jsonschema==4.26.0)
# It simulates the control laws for pid_reference.py.
simulators=(scipy==1.17.1)
# The servos' own SDK moves our simulated ones (feetech_sdk.py).
peers=(feetech-servo-sdk==1.0.0 pyserial==3.5)
# Their own requirements are left out: only their data files are read.
robots=(example-robot-data==6.0.0 fourier-robot-descriptions==0.2.7 dexmate-urdf==0.8.4 airo-models==0.0.12)

provide CEREBELLUM_VENV "$venv" "MuJoCo, Pinocchio, SciPy and Feetech's SDK (with the robots 410 MB to download, 1.4 GB on disk, once)" \
  "${oracles[@]}" "${readers[@]}" "${simulators[@]}" "${peers[@]}"
provide CEREBELLUM_VENV "$venv" 'four packages of robot descriptions' --no-deps "${robots[@]}"
echo "$venv/bin/python"

#!/usr/bin/env python3
"""Saves a robot of a URDF as a MuJoCo model that `bench` steps, without contact as in the differential tests.

usage: model.py ROBOT.urdf MODEL.mjb ARMATURE DAMPING
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../Tests/Differential"))

import mujoco
from mujoco_reference import load

if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    mujoco.mj_saveModel(load(sys.argv[1], float(sys.argv[3]), float(sys.argv[4])), sys.argv[2])

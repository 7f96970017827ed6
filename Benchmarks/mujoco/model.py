#!/usr/bin/env python3
"""Saves a robot of a URDF as a MuJoCo model that `bench` steps, without contact as in the differential tests.

usage: model.py ROBOT.urdf MODEL.mjb ARMATURE DAMPING FRICTION STEP
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../Tests/Differential"))

import mujoco
from mujoco_reference import load

if __name__ == "__main__":
    if len(sys.argv) != 7:
        sys.exit(__doc__)
    armature, damping, friction, step = map(float, sys.argv[3:])
    model = load(sys.argv[1], armature, damping)
    model.opt.timestep = step
    model.dof_frictionloss[:] = friction
    if friction > 0:
        model.opt.disableflags &= ~int(mujoco.mjtDisableBit.mjDSBL_FRICTIONLOSS)
    mujoco.mj_saveModel(model, sys.argv[2])

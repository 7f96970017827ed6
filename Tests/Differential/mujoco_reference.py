#!/usr/bin/env python3
"""Writes how MuJoCo moves published arms and hands for a second without contact, as JSON.

usage: mujoco_reference.py OUTPUT.json MORE.urdf ...

Run it with the python that setup.sh prints. The test MotionDifferentialTests moves the same robots from the
same states under the same efforts. Every joint gets a rotor inertia and damping that suit the robot's size;
joint limits, contacts, dry friction and joints that follow others are switched off.

MuJoCo moves each robot twice: with its default integrator (semi-implicit Euler, implicit in the damping), of
first order as ours, for samples that a step for step equal integrator must meet; and with Runge-Kutta of fourth
order at a quarter of the step, for where the continuous motion ends, which ours must converge to. Drives are
held over a step of the former in both.
"""

import importlib.metadata
import json
import math
import os
import random
import sys

import mujoco
import numpy
from urdf_reference import stripped

STEP = 5e-4
STEPS = 2000
EVERY = 100
# Runge-Kutta's steps in one of Euler's: half as many change the ends by less than 1e-10 rad.
FINE = 4
# Rotor inertia [kg.m^2], damping [N.m.s/rad], drives' efforts [N.m]; of prismatic joints kg and N.
LARGE = (0.1, 1.0, 15.0)
SMALL = (0.028, 0.05, 0.5)
HAND = (1e-4, 3e-3, 0.05)
# The ends of their paths. MuJoCo refuses the Allegro hand: inertias that no body can have.
PUBLISHED = {
    "example-robot-data": {
        "ur_description/urdf/ur5_robot.urdf": LARGE,
        "panda_description/urdf/panda.urdf": LARGE,
        "kinova_description/robots/kinova.urdf": LARGE,
        "xarm_description/urdf/xarm7.urdf": LARGE,
        "talos_data/robots/talos_left_arm.urdf": LARGE,
        "so_arm_description/urdf/so101.urdf": SMALL,
    },
    "fourier-robot-descriptions": {
        "assets/urdf/fourier_left_hand_12dof.urdf": HAND,
        "assets/urdf/fourier_right_hand_6dof.urdf": HAND,
        "assets/urdf/inspire_left_hand.urdf": HAND,
    },
}


def published():
    """Paths and numbers of the robots of the packages."""
    for package, robots in PUBLISHED.items():
        distribution = importlib.metadata.distribution(package)
        for end, numbers in robots.items():
            found = [file for file in distribution.files if str(file).endswith(end)]
            if len(found) != 1:
                sys.exit(f"{package} has {len(found)} files named {end}")
            yield os.path.realpath(distribution.locate_file(found[0])), numbers


def own(path):
    """One of this repository: an arm, or Robots/hand."""
    path = os.path.realpath(path)
    return path, HAND if os.path.basename(path) == "hand.urdf" else SMALL


def load(path, armature, damping):
    model = mujoco.MjModel.from_xml_string(stripped(path))
    if not model.nq == model.nv == model.njnt:
        raise ValueError(f"{path} has a joint of more than one degree of freedom")
    flags = mujoco.mjtDisableBit
    for flag in (
        flags.mjDSBL_CONTACT,
        flags.mjDSBL_LIMIT,
        flags.mjDSBL_FRICTIONLOSS,
        flags.mjDSBL_EQUALITY,
    ):
        model.opt.disableflags |= flag
    model.opt.timestep = STEP
    if model.opt.integrator != mujoco.mjtIntegrator.mjINT_EULER:
        raise ValueError("MuJoCo's default integrator is no longer semi-implicit Euler")
    model.dof_armature[:] = armature
    model.dof_damping[:] = damping
    return model


def motion(label, path, armature, damping, effort):
    """Drives are sines; an effort of 0 leaves the robot to gravity."""
    model = load(path, armature, damping)
    data = mujoco.MjData(model)
    draw = random.Random(f"{label} {effort}")
    rate = 0.5 if effort else 1.0
    data.qpos[:] = [draw.uniform(-1.0, 1.0) for _ in range(model.nv)]
    data.qvel[:] = [draw.uniform(-rate, rate) for _ in range(model.nv)]
    amplitudes = [effort * draw.uniform(0.3, 1.0) for _ in range(model.nv)]
    rates = [2 * math.pi * draw.uniform(0.5, 3.0) for _ in range(model.nv)]
    facts = {
        "label": f"{label}, {'driven' if effort else 'passive'}",
        "path": path,
        "joints": [model.joint(index).name for index in range(model.njnt)],
        "step": STEP,
        "stepsPerSample": EVERY,
        "armature": armature,
        "damping": damping,
        "amplitudes": amplitudes,
        "rates": rates,
        "positions": data.qpos.tolist(),
        "velocities": data.qvel.tolist(),
        "samples": [],
    }
    for step in range(STEPS):
        drive(data, facts, step)
        mujoco.mj_step(model, data)
        if (step + 1) % EVERY == 0:
            facts["samples"].append(data.qpos.tolist())
    facts["end"] = continuous_end(model, facts)
    return facts


def drive(data, facts, step):
    data.qfrc_applied[:] = numpy.array(facts["amplitudes"]) * numpy.sin(
        numpy.array(facts["rates"]) * step * STEP
    )


def continuous_end(model, facts):
    model.opt.integrator = mujoco.mjtIntegrator.mjINT_RK4
    model.opt.timestep = STEP / FINE
    data = mujoco.MjData(model)
    data.qpos[:] = facts["positions"]
    data.qvel[:] = facts["velocities"]
    for step in range(STEPS):
        drive(data, facts, step)
        for _ in range(FINE):
            mujoco.mj_step(model, data)
    return data.qpos.tolist()


def main(output, ours):
    motions = []
    for path, numbers in [*published(), *(own(path) for path in ours)]:
        armature, damping, effort = numbers
        label = os.path.splitext(os.path.basename(path))[0]
        for drive in (0.0, effort):
            motions.append(motion(label, path, armature, damping, drive))
    with open(output, "w", encoding="utf-8") as file:
        json.dump({"motions": motions}, file, allow_nan=False)
    print(f"{len(motions)} motions of {len(motions) // 2} robots")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])

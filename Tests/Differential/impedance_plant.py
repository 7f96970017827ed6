#!/usr/bin/env python3
"""An arm in MuJoCo that another process drives step by step, through standard input and output.

usage: impedance_plant.py ARM.urdf TIP ARMATURE STEP PAYLOAD POSITION...

Every joint gets the rotor inertia ARMATURE [kg.m^2] and starts at its POSITION [rad], at rest; a mass of PAYLOAD
kg is added at the origin of link TIP. Each line of input is a step of STEP s: an effort for each joint [N.m] and
a force on the tip's origin along the world's axes [N]. Each line of output, of which the first comes before any
input, is the state: positions, velocities, and the kinetic energy [J]. Contacts and limits are switched off.
The test ImpedanceDifferentialTests drives it.
"""

import sys

import mujoco
import numpy
from urdf_reference import stripped


def load(path, tip, armature, step, payload):
    model = mujoco.MjModel.from_xml_string(stripped(path))
    if not model.nq == model.nv == model.njnt:
        sys.exit(f"{path} has a joint of more than one degree of freedom")
    flags = mujoco.mjtDisableBit
    for flag in (flags.mjDSBL_CONTACT, flags.mjDSBL_LIMIT, flags.mjDSBL_FRICTIONLOSS):
        model.opt.disableflags |= flag
    model.opt.timestep = step
    model.dof_armature[:] = armature
    model.dof_damping[:] = 0
    body = model.body(tip).id
    if payload:
        if model.body_mass[body]:
            sys.exit(f"{tip} has a mass of its own")
        model.body_mass[body] = payload
        model.body_ipos[body] = 0
        model.body_inertia[body] = 1e-6
        mujoco.mj_setConst(model, mujoco.MjData(model))
    return model, body


def state(model, data):
    product = numpy.zeros(model.nv)
    mujoco.mj_mulM(model, data, product, data.qvel)
    numbers = [*data.qpos, *data.qvel, 0.5 * float(data.qvel @ product)]
    print(*(repr(float(number)) for number in numbers), flush=True)


def main(path, tip, armature, step, payload, *positions):
    model, body = load(path, tip, float(armature), float(step), float(payload))
    data = mujoco.MjData(model)
    data.qpos[:] = [float(position) for position in positions]
    mujoco.mj_forward(model, data)
    state(model, data)
    for line in sys.stdin:
        numbers = numpy.array([float(word) for word in line.split()])
        data.qfrc_applied[:] = numbers[: model.nv]
        mujoco.mj_applyFT(
            model, data, numbers[model.nv :], numpy.zeros(3), data.xpos[body], body, data.qfrc_applied
        )
        mujoco.mj_step(model, data)
        # The inertia, too, at the new positions.
        mujoco.mj_forward(model, data)
        state(model, data)


if __name__ == "__main__":
    if len(sys.argv) < 7:
        sys.exit(__doc__)
    main(*sys.argv[1:])

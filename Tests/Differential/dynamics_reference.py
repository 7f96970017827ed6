"""What Pinocchio computes of a URDF at seeded states: the part of urdf_reference.py that moves."""

import math
import random

import numpy
import pinocchio

STATES = 2
REFERENCES = {
    "world": pinocchio.ReferenceFrame.WORLD,
    "local": pinocchio.ReferenceFrame.LOCAL,
    "localWorldAligned": pinocchio.ReferenceFrame.LOCAL_WORLD_ALIGNED,
}


def with_dynamics(path):
    """Both bases; refuses (by an exception) what has joints of more than one degree of freedom."""
    return {
        "fixed": of_base(path, pinocchio.buildModelFromUrdf(path), 0),
        "floating": of_base(
            path, pinocchio.buildModelFromUrdf(path, pinocchio.JointModelFreeFlyer()), 1
        ),
        "mimic": of_mimic(path),
    }


def joints_of(model, first):
    for index in range(first, model.njoints):
        if model.joints[index].nv > 1:
            name = model.joints[index].shortname()
            raise ValueError(f"{model.names[index]} is a {name}: not one degree of freedom")
    return range(first, model.njoints)


def configuration(model, joints, base, values):
    """Pinocchio's q; it keeps cosine and sine of unbounded joints."""
    q = pinocchio.neutral(model)
    q[: len(base)] = base
    for index, value in zip(joints, values):
        joint = model.joints[index]
        q[joint.idx_q] = math.cos(value) if joint.nq == 2 else value
        if joint.nq == 2:
            q[joint.idx_q + 1] = math.sin(value)
    return q


def frame_of(model, name):
    """The frame of a link; a joint or a sensor may have the same name."""
    return model.getFrameId(name, pinocchio.FrameType.BODY)


def uniform(draw, count, size):
    return [draw.uniform(-size, size) for _ in range(count)]


def of_base(path, model, first):
    data = model.createData()
    joints = list(joints_of(model, 1 + first))
    joints.sort(key=lambda index: model.joints[index].idx_v)
    draw = random.Random(f"{path.rsplit('/', 1)[-1]} {first}")
    frames = [f.name for f in model.frames if f.type == pinocchio.FrameType.BODY]
    facts = {
        "joints": [model.names[index] for index in joints],
        "frames": frames,
        "states": [],
    }
    for _ in range(STATES if model.nv else 0):
        base = []
        if first:
            quaternion = numpy.array([draw.gauss(0, 1) for _ in range(4)])
            base = uniform(draw, 3, 2.0) + list(quaternion / numpy.linalg.norm(quaternion))
        values = uniform(draw, len(joints), 3.0)
        v, a = uniform(draw, model.nv, 2.0), uniform(draw, model.nv, 5.0)
        q = configuration(model, joints, base, values)
        facts["states"].append(
            {"positions": base + values, "velocities": v, "accelerations": a}
            | results(model, data, q, numpy.array(v), numpy.array(a), frames, draw)
        )
    return facts


def results(model, data, q, v, a, frames, draw):
    # Pinocchio crashes when it is asked for the Jacobian of a frame of the world.
    body = draw.choice([f for f in frames if model.frames[frame_of(model, f)].parentJoint > 0])
    frame = frame_of(model, body)
    force = numpy.array(uniform(draw, 6, 10.0))
    forces = [pinocchio.Force.Zero() for _ in range(model.njoints)]
    parent = model.frames[frame].parentJoint
    forces[parent] = model.frames[frame].placement.act(pinocchio.Force(force))
    found = {
        "efforts": list(pinocchio.rnea(model, data, q, v, a)),
        "gravity": list(pinocchio.computeGeneralizedGravity(model, data, q)),
        "nonlinear": list(pinocchio.nonLinearEffects(model, data, q, v)),
        "coriolis": list(pinocchio.computeCoriolisMatrix(model, data, q, v).flatten()),
        "body": body,
        "force": list(force),
        "pushed": list(pinocchio.rnea(model, data, q, v, a, forces)),
        "forward": list(pinocchio.aba(model, data, q, v, a)),
        "forwardPushed": list(pinocchio.aba(model, data, q, v, a, forces)),
    }
    found["inertia"], inertia = inertia_of(model, data, q)
    # How many times the rounding of M its inverse may be off.
    found["condition"] = float(numpy.linalg.cond(inertia)) if model.nv else 1.0
    pinocchio.computeJointJacobians(model, data, q)
    pinocchio.updateFramePlacements(model, data)
    found["jacobians"] = {
        name: list(pinocchio.getFrameJacobian(model, data, frame, reference).T.flatten())
        for name, reference in REFERENCES.items()
    }
    places = [data.oMf[frame_of(model, name)] for name in frames]
    found["poses"] = [
        list(place.translation) + list(place.rotation.T.flatten()) for place in places
    ]
    return {
        key: [None if isinstance(x, float) and not math.isfinite(x) else x for x in value]
        if key.startswith("forward")
        else value
        for key, value in found.items()
    } | {"condition": found["condition"] if math.isfinite(found["condition"]) else 1e300}


def inertia_of(model, data, q):
    """The lower triangle by rows, and the matrix; Pinocchio fills the upper triangle."""
    upper = numpy.triu(pinocchio.crba(model, data, q).copy())
    full = upper + numpy.triu(upper, 1).T
    return list(full[numpy.tril_indices(model.nv)]), full


def of_mimic(path):
    """Efforts and inertia of the coordinates where joints follow others; None where none does, and where
    Pinocchio refuses a joint that follows one which stands still or comes later."""
    try:
        model = pinocchio.buildModelFromUrdf(path, mimic=True)
    except ValueError:
        return None
    if model.nv == pinocchio.buildModelFromUrdf(path).nv:
        return None
    data = model.createData()
    joints = [i for i in joints_of(model, 1) if model.joints[i].nv == 1]
    joints.sort(key=lambda index: model.joints[index].idx_v)
    draw = random.Random(path.rsplit("/", 1)[-1])
    values = uniform(draw, len(joints), 1.0)
    v, a = uniform(draw, model.nv, 2.0), uniform(draw, model.nv, 5.0)
    q = configuration(model, joints, [], values)
    return {
        "joints": [model.names[index] for index in joints],
        "positions": values,
        "velocities": v,
        "accelerations": a,
        "efforts": list(pinocchio.rnea(model, data, q, numpy.array(v), numpy.array(a))),
        "inertia": inertia_of(model, data, q)[0],
    }

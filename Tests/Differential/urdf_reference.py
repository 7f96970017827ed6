#!/usr/bin/env python3
"""Writes what MuJoCo and Pinocchio read in every URDF of the published robot packages, as JSON, and what
Pinocchio computes with it.

usage: urdf_reference.py OUTPUT.json [MORE.urdf ...]

Run it with the python that setup.sh prints. The tests URDFDifferentialTests and DynamicsDifferentialTests
compare with the result.
MuJoCo keeps every link as a body, so it gives the links, parents, poses, masses and mimics; Pinocchio
merges fixed joints away and gives the joint types, all limits and the names of fixed joints. MuJoCo is
read at the level of MjSpec, which holds the numbers of the file before anything is computed from them.
"""

import importlib.metadata
import json
import math
import os
import sys
import xml.dom.expatbuilder

import mujoco
import numpy
import pinocchio
from dynamics_reference import with_dynamics

PACKAGES = ["example-robot-data", "fourier-robot-descriptions", "dexmate-urdf", "airo-models"]


def finite(value):
    """A float for JSON, which has neither NaN nor infinity."""
    value = float(value)
    return value if math.isfinite(value) else None


def numbers(values):
    return [finite(value) for value in values]


def stripped(path):
    """The file without what needs meshes, and with every link kept."""
    # Not namespace-aware: some published files use undeclared prefixes.
    document = xml.dom.expatbuilder.parse(path, namespaces=False)
    robot = document.documentElement
    for element in [node for node in robot.childNodes if node.nodeType == node.ELEMENT_NODE]:
        if element.tagName not in ("link", "joint"):
            robot.removeChild(element)
        for geometry in list(element.childNodes):
            if geometry.nodeName in ("visual", "collision"):
                element.removeChild(geometry)
    extension = document.createElement("mujoco")
    compiler = document.createElement("compiler")
    compiler.setAttribute("fusestatic", "false")
    extension.appendChild(compiler)
    robot.appendChild(extension)
    return document.toxml()


def with_mujoco(path):
    spec = mujoco.MjSpec.from_string(stripped(path))
    kinds = {
        mujoco.mjtJoint.mjJNT_HINGE: "hinge",
        mujoco.mjtJoint.mjJNT_SLIDE: "slide",
        mujoco.mjtJoint.mjJNT_FREE: "free",
        mujoco.mjtJoint.mjJNT_BALL: "ball",
    }
    links = {}
    for body in spec.bodies:
        links[body.name] = {
            "parent": body.parent.name if body.parent else None,
            "mass": finite(body.mass),
            "centre": numbers(body.ipos),
            "inertia": numbers(body.fullinertia),  # xx yy zz xy xz yz
            "position": numbers(body.pos),
            "quaternion": numbers(body.quat),  # w x y z
        }
    joints = {}
    for joint in spec.joints:
        length = numpy.linalg.norm(joint.axis)
        joints[joint.name] = {
            "kind": kinds[joint.type],
            "link": joint.parent.name,
            "axis": numbers(joint.axis / length if length > 0 else joint.axis),
            "range": numbers(joint.range),
            "damping": finite(numpy.atleast_1d(joint.damping)[0]),
            "friction": finite(joint.frictionloss),
        }
    mimics = {}
    for equality in spec.equalities:
        if equality.type == mujoco.mjtEq.mjEQ_JOINT:
            mimics[equality.name1] = {
                "joint": equality.name2,
                "offset": finite(equality.data[0]),
                "multiplier": finite(equality.data[1]),
            }
    return {"links": links, "joints": joints, "mimics": mimics}


def with_pinocchio(path):
    # A free root, so that the mass of the root link is kept.
    model = pinocchio.buildModelFromUrdf(path, pinocchio.JointModelFreeFlyer())
    aligned = {"X": [1.0, 0.0, 0.0], "Y": [0.0, 1.0, 0.0], "Z": [0.0, 0.0, 1.0]}
    joints = {}
    for index in range(2, model.njoints):
        joint = model.joints[index]
        name = joint.shortname().removeprefix("JointModel")
        if name.endswith("Unaligned"):
            # Pinocchio's Python does not show the axis of unbounded joints; MuJoCo's is compared.
            exposed = joint.extract()
            axis = numbers(exposed.axis) if hasattr(exposed, "axis") else None
        else:
            axis = aligned.get(name[-1])
        if name.startswith("RevoluteUnbounded") or name.startswith("RUB"):
            kind = "continuous"
        elif name.startswith("R"):
            kind = "revolute"
        elif name.startswith("P") and name != "Planar":
            kind = "prismatic"
        else:
            kind, axis = name, None
        q, v = joint.idx_q, joint.idx_v
        joints[model.names[index]] = {
            "kind": kind,
            "axis": axis,
            "range": [finite(model.lowerPositionLimit[q]), finite(model.upperPositionLimit[q])],
            "velocity": finite(model.upperVelocityLimit[v]),
            "effort": finite(model.upperEffortLimit[v]),
            "damping": finite(model.damping[v]),
            "friction": finite(model.upperDryFrictionLimit[v]),
            "mass": finite(model.inertias[index].mass),
        }
    fixed = [
        frame.name
        for frame in model.frames
        if frame.type == pinocchio.FrameType.FIXED_JOINT and frame.name != "universe"
    ]
    root = finite(model.inertias[1].mass)
    return {"joints": joints, "fixed": fixed, "rootMass": root, "name": model.name}


def reading(reader, path):
    """What `reader` reads in the file, or why it refuses it."""
    try:
        return {"model": reader(path), "refusal": None}
    except Exception as error:  # the libraries throw many kinds; each is a refusal of the file
        return {"model": None, "refusal": f"{type(error).__name__}: {error}"}


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    files, skipped = [], []
    for package in PACKAGES:
        distribution = importlib.metadata.distribution(package)
        for file in sorted(distribution.files or [], key=str):
            path = os.path.realpath(distribution.locate_file(file))
            label = f"{package}: {os.path.basename(path)}"
            if path.endswith(".xacro"):
                skipped.append(label)
            elif path.endswith(".urdf"):
                files.append((label, path))
    files += [(os.path.basename(path), os.path.realpath(path)) for path in sys.argv[2:]]
    facts = [
        {
            "label": label,
            "path": path,
            "mujoco": reading(with_mujoco, path),
            "pinocchio": reading(with_pinocchio, path),
            "dynamics": reading(with_dynamics, path),
        }
        for label, path in files
    ]
    with open(sys.argv[1], "w", encoding="utf-8") as output:
        json.dump({"files": facts, "skipped": skipped}, output, allow_nan=False)
    print(f"{len(facts)} URDF files read; {len(skipped)} xacro files skipped, which are not URDF")


if __name__ == "__main__":
    main()

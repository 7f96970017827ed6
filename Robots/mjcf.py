"""MJCF as URDF: bodies become links, hinges and slides joints, with the numbers of MuJoCo's compiled model.

What is converted: the tree, masses and inertias, ranges, efforts of motors (`ctrlrange` or `forcerange` times gear),
damping and friction of the joints, their own or their default classes'. A fixed tendon that ties a joint without a
motor to one that has it, evenly about 0, becomes a mimic; its slack is left out. What is not converted: shapes,
contacts, other tendons, equalities, armatures (rotors are the robot file's), free and ball joints (refused).
A body with several joints becomes a chain of links without mass. MJCF has no velocity limits, so the URDF has none.
Touch sensors, of which a URDF knows nothing, need MJCF: `with_touch`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import permutations

import mujoco
import numpy as np

#: What default classes may speak of, and be named by; those of shapes are left out with the shapes.
_CLASSED = ("joint", "general", "motor", "position", "velocity", "intvelocity", "damper")


def urdf(text: bytes, name: str, actuators: bytes | None = None) -> ET.Element:
    """The URDF, called `name`, of the MJCF `text`: a `<mujoco>`, or a file that is made to be included in one.
    `actuators`: another such file, with the motors.
    """
    root = _bare(ET.fromstring(text))
    ties = {}
    if actuators is not None:
        shared = _bare(ET.fromstring(actuators))
        root.extend(shared.findall("default"))
        root.extend(shared.findall("actuator"))
        ties = _ties(ET.fromstring(actuators))
    model = mujoco.MjModel.from_xml_string(ET.tostring(root, encoding="unicode"))
    data = mujoco.MjData(model)
    # Positions of 0: those are a URDF's, whatever the model's reference is.
    data.qpos[:] = 0
    mujoco.mj_kinematics(model, data)
    robot = ET.Element("robot", name=name)
    ET.SubElement(robot, "link", name="world_link")
    for body in range(1, model.nbody):
        _add(robot, model, body)
    for joint in robot.iter("joint"):
        if tie := ties.get(joint.get("name", "")):
            ET.SubElement(joint, "mimic", joint=tie[0], multiplier=f"{tie[1]:.9g}")
    return robot


def with_touch(text: bytes, name: str, shared: bytes, sensors: bytes) -> ET.Element:
    """The hand `text`, called `name`, as an MJCF that needs no other file, with the touch sensors of `sensors` and a
    ball to press with. Shapes that are no meshes are kept; they touch the ball alone. Tendons of `shared` that tie
    joints become equalities; what its default classes say of joints stays.
    """
    root = ET.Element("mujoco", model=name)
    ET.SubElement(root, "compiler", angle="radian")
    ET.SubElement(root, "option", timestep="0.001", integrator="implicitfast")
    root.extend(_bare(ET.fromstring(shared)).findall("default"))
    world = ET.SubElement(root, "worldbody")
    world.extend(ET.fromstring(text).findall("body"))
    for parent in list(world.iter()):
        if parent.tag not in _CLASSED:
            parent.attrib.pop("class", None)
        for child in list(parent):
            if "mesh" in child.attrib or child.tag in ("include", "light"):
                parent.remove(child)
            elif child.tag == "geom":
                child.attrib.update(contype="1", conaffinity="0", margin="0")
    ball = ET.SubElement(world, "body", name="ball", gravcomp="1", pos="0 0 2")
    ET.SubElement(ball, "freejoint", name="ball")
    ET.SubElement(ball, "geom", type="sphere", size="0.006", mass="0.02", contype="0", conaffinity="1")
    equality = ET.SubElement(root, "equality")
    for follower, (leader, rate) in _ties(ET.fromstring(shared)).items():
        ET.SubElement(equality, "joint", joint1=follower, joint2=leader, polycoef=f"0 {rate:.9g} 0 0 0")
    root.extend(ET.fromstring(sensors).findall("sensor"))
    for element in root.iter():
        for key in ("name", "site"):
            if key in element.attrib:
                element.set(key, _name(element.get(key, "")))
    return root


def _ties(root: ET.Element) -> dict[str, tuple[str, float]]:
    """Which joint follows which, and how many times as far."""
    driven = {actuator.get("joint") for actuator in root.iter("position")}
    driven |= {actuator.get("joint") for actuator in root.iter("motor")}
    ties = {}
    for tendon in root.iter("fixed"):
        low, high = (float(word) for word in tendon.get("range", "0 1").split())
        arms = {arm.get("joint", ""): float(arm.get("coef", 0)) for arm in tendon.findall("joint")}
        if low == -high and len(arms) == 2:
            for follower, leader in permutations(arms):
                if follower not in driven and leader in driven:
                    ties[_name(follower)] = (_name(leader), -arms[leader] / arms[follower])
    return ties


def _bare(root: ET.Element) -> ET.Element:
    """The model without what needs files: shapes, materials. Bodies keep their given inertias, and default classes what
    they say of joints and motors.
    """
    bodies = [child for child in root if child.tag == "body"]
    if bodies:
        whole = ET.Element("mujoco")
        ET.SubElement(whole, "compiler", angle="radian")
        ET.SubElement(whole, "worldbody").extend(bodies)
        root = whole
    for default in root.iter("default"):
        for child in [child for child in default if child.tag not in ("default", *_CLASSED)]:
            default.remove(child)
    for tag in ("asset", "visual", "contact", "tendon", "equality", "sensor", "keyframe", "include"):
        for child in root.findall(tag):
            root.remove(child)
    for parent in root.iter():
        for child in list(parent):
            if child.tag in ("geom", "site", "camera", "light", "include"):
                parent.remove(child)
    for compiler in root.findall("compiler"):
        for key in ("meshdir", "texturedir", "coordinate"):
            compiler.attrib.pop(key, None)
    return root


def _add(robot: ET.Element, model: mujoco.MjModel, body: int) -> None:
    parent = _link(model, int(model.body_parentid[body]))
    rotation = np.zeros(9)
    mujoco.mju_quat2Mat(rotation, model.body_quat[body])
    position, turn = np.array(model.body_pos[body]), rotation.reshape(3, 3)
    joints = range(int(model.body_jntadr[body]), int(model.body_jntadr[body] + model.body_jntnum[body]))
    if int(model.body_jntnum[body]) == 0:
        joint = _joint(robot, f"{_link(model, body)}_fixed", "fixed", parent, _link(model, body))
        _origin(joint, position, turn)
    shift = np.zeros(3)
    for place, index in enumerate(joints):
        kind = int(model.jnt_type[index])
        if kind not in (int(mujoco.mjtJoint.mjJNT_HINGE), int(mujoco.mjtJoint.mjJNT_SLIDE)):
            raise ValueError(f"joint {model.joint(index).name} is neither a hinge nor a slide")
        name = _name(model.joint(index).name)
        child = _link(model, body) if place == len(joints) - 1 else f"{_link(model, body)}_{place}"
        if place < len(joints) - 1:
            ET.SubElement(robot, "link", name=child)
        limited = bool(model.jnt_limited[index])
        slides = kind == int(mujoco.mjtJoint.mjJNT_SLIDE)
        joint = _joint(robot, name, "prismatic" if slides else "revolute" if limited else "continuous", parent, child)
        # A URDF's link turns about its own origin: the frame goes to the joint's anchor, and back in what follows.
        anchor = np.array(model.jnt_pos[index])
        _origin(joint, position + turn @ (anchor - shift), turn)
        position, turn, shift, parent = np.zeros(3), np.eye(3), anchor, child
        ET.SubElement(joint, "axis", xyz=_numbers(model.jnt_axis[index]))
        limit = ET.SubElement(joint, "limit")
        if limited:
            limit.set("lower", f"{model.jnt_range[index][0]:.9g}")
            limit.set("upper", f"{model.jnt_range[index][1]:.9g}")
        if (effort := _effort(model, index)) > 0:
            limit.set("effort", f"{effort:.9g}")
        dof = int(model.jnt_dofadr[index])
        ET.SubElement(
            joint, "dynamics", damping=f"{model.dof_damping[dof]:.9g}", friction=f"{model.dof_frictionloss[dof]:.9g}"
        )
    link = ET.SubElement(robot, "link", name=_link(model, body))
    if model.body_mass[body] > 0:
        _inertial(link, model, body, shift)
    # Where the anchor is not the body's origin, its children hang on a frame that is.
    model.body_pos[[child for child in range(1, model.nbody) if model.body_parentid[child] == body]] -= shift


def _inertial(link: ET.Element, model: mujoco.MjModel, body: int, shift: np.ndarray) -> None:
    inertial = ET.SubElement(link, "inertial")
    rotation = np.zeros(9)
    mujoco.mju_quat2Mat(rotation, model.body_iquat[body])
    turn = rotation.reshape(3, 3)
    tensor = turn @ np.diag(model.body_inertia[body]) @ turn.T
    ET.SubElement(inertial, "origin", xyz=_numbers(model.body_ipos[body] - shift), rpy="0 0 0")
    ET.SubElement(inertial, "mass", value=f"{model.body_mass[body]:.9g}")
    ET.SubElement(
        inertial, "inertia",
        ixx=f"{tensor[0, 0]:.9g}", ixy=f"{tensor[0, 1]:.9g}", ixz=f"{tensor[0, 2]:.9g}",
        iyy=f"{tensor[1, 1]:.9g}", iyz=f"{tensor[1, 2]:.9g}", izz=f"{tensor[2, 2]:.9g}",
    )  # fmt: skip


def _effort(model: mujoco.MjModel, joint: int) -> float:
    """What the motor at `joint` gives at most [N.m or N]; 0 where the model does not say."""
    for actuator in range(model.nu):
        if model.actuator_trnid[actuator, 0] != joint:
            continue
        gear = abs(float(model.actuator_gear[actuator, 0]))
        if model.actuator_forcelimited[actuator]:
            return float(np.abs(model.actuator_forcerange[actuator]).max()) * gear
        if model.actuator_ctrllimited[actuator]:
            return float(np.abs(model.actuator_ctrlrange[actuator]).max()) * gear
    return 0.0


def _joint(robot: ET.Element, name: str, kind: str, parent: str, child: str) -> ET.Element:
    joint = ET.SubElement(robot, "joint", name=name, type=kind)
    ET.SubElement(joint, "parent", link=parent)
    ET.SubElement(joint, "child", link=child)
    return joint


def _origin(joint: ET.Element, position: np.ndarray, turn: np.ndarray) -> None:
    # Rz(yaw) Ry(pitch) Rx(roll), as URDF has it.
    pitch = float(np.arctan2(-turn[2, 0], np.hypot(turn[0, 0], turn[1, 0])))
    if abs(np.cos(pitch)) > 1e-9:
        roll, yaw = np.arctan2(turn[2, 1], turn[2, 2]), np.arctan2(turn[1, 0], turn[0, 0])
    else:
        roll, yaw = np.arctan2(-turn[1, 2], turn[1, 1]), 0.0
    ET.SubElement(joint, "origin", xyz=_numbers(position), rpy=_numbers([roll, pitch, yaw]))


def _numbers(values: object) -> str:
    return " ".join(f"{value:.9g}" for value in np.asarray(values, float))


def _link(model: mujoco.MjModel, body: int) -> str:
    return "world_link" if body == 0 else _name(model.body(body).name) or f"body_{body}"


def _name(name: str) -> str:
    """As a robot file can say it: robosuite and gymnasium-robotics put the robot's prefix before a colon."""
    return name.split(":")[-1].replace(" ", "_")

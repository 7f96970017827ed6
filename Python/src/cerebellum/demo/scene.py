"""What a model of bare joints and inertias looks like: shapes, a floor, light. Links touch the floor; nothing weighs
anything.
"""

from __future__ import annotations

import math
from pathlib import Path

import mujoco  # type: ignore[import-untyped, unused-ignore]
import numpy as np
from numpy.typing import NDArray

MOTOR, LINK = "motor", "link"
_GEOM = mujoco.mjtGeom
_DARK = [0.16, 0.17, 0.20, 1.0]
_PUSH = np.array([0.10, 0.35, 0.85, 1.0], np.float32)
#: The colour of links by what the robot is: at rest, following commands, and after a fault.
COLOURS = {"off": [0.62, 0.65, 0.70, 1.0], "on": [0.98, 0.56, 0.13, 1.0], "fault": [0.83, 0.13, 0.15, 1.0]}


def load(path: Path, width: int, height: int) -> mujoco.MjModel:
    """The model in the MJCF or URDF file at `path` with a floor and light; one without shapes gets some. To be seen in
    pictures of up to `width` x `height`.
    """
    spec = mujoco.MjSpec.from_file(str(path))
    bare = spec.compile()
    # Of a URDF MuJoCo leaves out what touches nothing.
    spec.compiler.discardvisual = False
    spec.visual.global_.offwidth, spec.visual.global_.offheight = width, height
    spec.visual.quality.shadowsize = 4096
    spec.visual.quality.offsamples = 8
    spec.visual.headlight.ambient = [0.38, 0.38, 0.38]
    spec.visual.headlight.diffuse = [0.32, 0.32, 0.32]
    spec.visual.headlight.specular = [0.1, 0.1, 0.1]
    if bare.ngeom == 0:
        _shape(spec, bare)
    _surround(spec)
    return spec.compile()


def paint(model: mujoco.MjModel, colour: str) -> None:
    """Gives the links the colour of that name."""
    for geom in range(model.ngeom):
        if model.geom(geom).name.startswith(LINK):
            model.geom_rgba[geom] = COLOURS[colour]


def extent_of(data: mujoco.MjData) -> float:
    """Half of the way across the bodies' places now [m]."""
    return float(np.linalg.norm(np.ptp(data.xpos[1:], axis=0))) / 2


def extent(model: mujoco.MjModel) -> tuple[NDArray[np.float64], float]:
    """The middle of the robot's shapes and their largest distance from it [m], as it is built."""
    data = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    places = data.xpos[1:]
    if len(places) == 0:
        return np.zeros(3), 1.0
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    return middle, float(np.linalg.norm(places - middle, axis=1).max())


def add_arrow(drawn: mujoco.MjvScene, data: mujoco.MjData, joint: int, effort: float) -> None:
    """Draws a force at the robot's last body that has this effort about `joint`, if that turns."""
    tip = data.xpos[-1]
    way = np.cross(data.xaxis[joint], tip - data.xanchor[joint]) * np.sign(effort)
    length = float(np.linalg.norm(way))
    if length < 1e-6 or drawn.ngeom >= drawn.maxgeom:
        return
    geom = drawn.geoms[drawn.ngeom]
    mujoco.mjv_initGeom(geom, _GEOM.mjGEOM_ARROW, np.zeros(3), np.zeros(3), np.eye(3).ravel(), _PUSH)
    size = extent_of(data)
    way *= 0.7 * size / length
    # MuJoCo draws half of the way.
    mujoco.mjv_connector(geom, _GEOM.mjGEOM_ARROW, 0.05 * size, tip - way, tip + way)
    drawn.ngeom += 1


def _shape(spec: mujoco.MjSpec, bare: mujoco.MjModel) -> None:
    """A motor at each joint, and a tube from it to the next ones."""
    size = extent(bare)[1]
    thick = 0.075 * size
    for body in range(1, bare.nbody):
        target = spec.body(bare.body(body).name)
        ends = [bare.body_pos[child] for child in range(1, bare.nbody) if bare.body_parentid[child] == body]
        if not ends:
            # The last one reaches as far beyond its centre of mass as that is away.
            ends = [bare.body_ipos[body] * 2]
        for number, end in enumerate(ends):
            if np.linalg.norm(end) > thick / 2:
                _add(target, f"{LINK}.{body}.{number}", _GEOM.mjGEOM_CAPSULE, [0, 0, 0, *end], 0.72 * thick, touches=1)
        for joint in range(bare.body_jntadr[body], bare.body_jntadr[body] + bare.body_jntnum[body]):
            axis = thick * bare.jnt_axis[joint]
            place = bare.jnt_pos[joint]
            ends_at = [*(place - axis), *(place + axis)]
            _add(target, f"{MOTOR}.{joint}", _GEOM.mjGEOM_CYLINDER, ends_at, 0.95 * thick, _DARK)
    for body in range(1, bare.nbody):
        if bare.body_parentid[body] == 0:
            x, y, z = bare.body_pos[body]
            if z > thick:
                spec.worldbody.add_geom(
                    name="base", type=_GEOM.mjGEOM_CYLINDER, fromto=[x, y, 0, x, y, z], size=[1.6 * thick, 0, 0],
                    rgba=_DARK, contype=0, conaffinity=0, mass=0,
                )  # fmt: skip


def _add(
    body: mujoco.MjsBody, name: str, kind: mujoco.mjtGeom, ends: list[float], radius: float,
    colour: list[float] | None = None, touches: int = 0,
) -> None:  # fmt: skip
    body.add_geom(
        name=name, type=kind, fromto=ends, size=[radius, 0, 0], rgba=colour or COLOURS["off"], contype=touches,
        conaffinity=0, mass=0,
    )  # fmt: skip


def _surround(spec: mujoco.MjSpec) -> None:
    spec.add_texture(
        name="sky", type=mujoco.mjtTexture.mjTEXTURE_SKYBOX, builtin=mujoco.mjtBuiltin.mjBUILTIN_GRADIENT,
        rgb1=[0.93, 0.95, 0.98], rgb2=[0.72, 0.78, 0.86], width=256, height=1536,
    )  # fmt: skip
    spec.add_texture(
        name="floor", type=mujoco.mjtTexture.mjTEXTURE_2D, builtin=mujoco.mjtBuiltin.mjBUILTIN_CHECKER,
        rgb1=[0.86, 0.88, 0.91], rgb2=[0.80, 0.83, 0.87], width=512, height=512,
    )  # fmt: skip
    material = spec.add_material(name="floor", texrepeat=[20, 20], texuniform=False, specular=0.1, reflectance=0.0)
    material.textures[mujoco.mjtTextureRole.mjTEXROLE_RGB] = "floor"
    spec.worldbody.add_geom(
        name="floor", type=_GEOM.mjGEOM_PLANE, size=[1, 1, 0.1], material="floor", contype=0, conaffinity=1
    )
    spec.worldbody.add_light(
        pos=[0.5, -0.7, 1.6], dir=[-0.25, 0.4, -0.9], type=mujoco.mjtLightType.mjLIGHT_DIRECTIONAL, castshadow=True,
        diffuse=[0.55, 0.55, 0.55], specular=[0.2, 0.2, 0.2],
    )  # fmt: skip


def camera(model: mujoco.MjModel) -> mujoco.MjvCamera:
    """One that has the whole robot in sight."""
    middle, radius = extent(model)
    view = mujoco.MjvCamera()
    view.lookat[:] = middle * [1, 1, 0.75]
    view.distance = 1.25 * radius / math.tan(math.radians(model.vis.global_.fovy) / 2)
    view.azimuth, view.elevation = 140, -18
    return view

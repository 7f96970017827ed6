"""Which of a model's joints, actuators and sensors are which of the robot file's.

Without a mapping equal names are the same thing. A mapping is JSON, or YAML where PyYAML is installed::

    timestep: 0.001          # [s], in the place of the model's
    substeps: 1              # physics steps in one step of the link
    joints:
      shoulder_pan: Rotation                     # the model's joint
      gripper: { joint: Jaw, direction: -1, offset: 0.1, scale: 1, actuator: jaw_motor, own: replace }
    sensors:
      imu:  { accelerometer: imu_acc, gyro: imu_gyro, site: imu }
      tip:  { touch: tip_touch }                 # or force: NAME
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

_JOINT_KEYS = {"joint", "direction", "offset", "scale", "actuator", "own"}
_SENSOR_KEYS = {"accelerometer", "gyro", "site", "touch", "force"}
_KEYS = {"timestep", "substeps", "joints", "sensors"}


class MappingError(Exception):
    """A mapping that says what cannot be; says where, and what is possible."""


@dataclass(frozen=True)
class JointMapping:
    """A joint of the robot file: ``position = direction * scale * (the model's) + offset``."""

    joint: str
    direction: int = 1
    scale: float = 1.0
    offset: float = 0.0
    #: The motor through which the effort goes, so that its limits hold; None: straight to the joint.
    actuator: str | None = None
    #: What the model says of the joint's armature and damping: the mechanics', and the motor's come to them ("keep"),
    #: or those of a motor, and the robot file's are in their place ("replace").
    own: str = "keep"


@dataclass(frozen=True)
class Mapping:
    """Names, and how the model is stepped."""

    joints: dict[str, JointMapping] = field(default_factory=dict)
    sensors: dict[str, dict[str, str]] = field(default_factory=dict)
    timestep: float | None = None
    substeps: int = 1

    def joint(self, name: str) -> JointMapping:
        """What joint ``name`` of the robot file is."""
        return self.joints.get(name, JointMapping(name))

    @staticmethod
    def load(path: str) -> Mapping:
        """The mapping in the file at ``path``."""
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if path.endswith(".json"):
            return Mapping.parse(json.loads(text), path)
        try:
            import yaml  # type: ignore[import-untyped, unused-ignore]
        except ImportError as error:
            raise MappingError(f"{path}: YAML needs PyYAML; write the mapping as .json") from error
        return Mapping.parse(yaml.safe_load(text), path)

    @staticmethod
    def parse(data: Any, file: str = "mapping") -> Mapping:
        """The mapping that ``data`` is; ``file`` names it in messages."""
        data = _record(data or {}, _KEYS, file)
        joints = {}
        for name, value in _record(data.get("joints") or {}, None, f"{file}: joints").items():
            joints[name] = _joint(value, f"{file}: joints.{name}")
        sensors = {}
        for name, value in _record(data.get("sensors") or {}, None, f"{file}: sensors").items():
            place = f"{file}: sensors.{name}"
            sensors[name] = {
                key: _name(item, f"{place}.{key}") for key, item in _record(value, _SENSOR_KEYS, place).items()
            }
        timestep = data.get("timestep")
        if timestep is not None:
            timestep = _number(timestep, f"{file}: timestep")
            if not 1e-6 <= timestep <= 0.1:
                raise MappingError(f"{file}: timestep: {timestep} s; 1e-6 to 0.1 are possible")
        substeps = data.get("substeps", 1)
        if not isinstance(substeps, int) or isinstance(substeps, bool) or not 1 <= substeps <= 1000:
            raise MappingError(f"{file}: substeps: {substeps!r}; a number from 1 to 1000 is needed")
        return Mapping(joints, sensors, timestep, substeps)


def _joint(value: Any, place: str) -> JointMapping:
    if isinstance(value, str):
        return JointMapping(value)
    value = _record(value, _JOINT_KEYS, place)
    if "joint" not in value:
        raise MappingError(f"{place}: joint is missing")
    direction = value.get("direction", 1)
    if direction not in (1, -1):
        raise MappingError(f"{place}.direction: {direction!r}; 1 or -1 is needed")
    scale = _number(value.get("scale", 1.0), f"{place}.scale")
    if not 1e-6 <= scale <= 1e6:
        raise MappingError(f"{place}.scale: {scale}; it is above 0, and direction says the sign")
    own = value.get("own", "keep")
    if own not in ("keep", "replace"):
        raise MappingError(f"{place}.own: {own!r}; keep or replace is needed")
    actuator = value.get("actuator")
    return JointMapping(
        _name(value["joint"], f"{place}.joint"), direction, scale,
        _number(value.get("offset", 0.0), f"{place}.offset"),
        None if actuator is None else _name(actuator, f"{place}.actuator"), own,
    )  # fmt: skip


def _record(value: Any, keys: set[str] | None, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MappingError(f"{place}: keys with values are needed")
    for key in value:
        if keys is not None and key not in keys:
            raise MappingError(f"{place}: unknown key {key!r}; there are {', '.join(sorted(keys))}")
    return value


def _name(value: Any, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise MappingError(f"{place}: {value!r}; a name is needed")
    return value


def _number(value: Any, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value or abs(value) > 1e12:
        raise MappingError(f"{place}: {value!r}; a number is needed")
    return float(value)

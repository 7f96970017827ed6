"""A MuJoCo model as the bodies of a robot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import mujoco  # type: ignore[import-untyped, unused-ignore]
import numpy as np

from .mapping import JointMapping, Mapping, MappingError
from .protocol import INERTIAL, PAD, Sensor
from .server import Refused

_SCALAR = (int(mujoco.mjtJoint.mjJNT_HINGE), int(mujoco.mjtJoint.mjJNT_SLIDE))
#: The impedance of a brake (solimp).
_HARD = np.array([0.9999, 0.9999, 0.001, 0.5, 2])
_SENSORS = {
    "accelerometer": int(mujoco.mjtSensor.mjSENS_ACCELEROMETER),
    "gyro": int(mujoco.mjtSensor.mjSENS_GYRO),
    "touch": int(mujoco.mjtSensor.mjSENS_TOUCH),
    "force": int(mujoco.mjtSensor.mjSENS_FORCE),
}


def load(path: str) -> mujoco.MjModel:
    """The model in the MJCF or URDF file at ``path``."""
    try:
        return mujoco.MjModel.from_xml_path(path)
    except ValueError as error:
        raise MappingError(f"{path}: {error}") from error


@dataclass(frozen=True)
class _Feeling:
    """Where the numbers of a sensor come from."""

    first: int
    #: (first number, places in sensordata)
    parts: tuple[tuple[int, slice], ...]
    #: The site whose orientation goes to numbers 6 to 9, or -1.
    site: int = -1


class MujocoBodies:
    """``model``, stepped as ``mapping`` says.

    What acts at a joint is ``effort - damping * velocity`` with the motor's ``armature``: the damping is added to the
    joint's, which MuJoCo's Euler and implicit integrators take implicitly, so that no motor is too strong for the step.
    MuJoCo's reset of a state that diverged is off: numbers that are not finite go out, and the daemon says so. The
    next greeting begins anew then.
    """

    def __init__(self, model: mujoco.MjModel, mapping: Mapping | None = None) -> None:
        """The model is changed: its step, and what the robot's motors do to it."""
        self.model = model
        self.mapping = mapping or Mapping()
        if self.mapping.timestep is not None:
            model.opt.timestep = self.mapping.timestep
        if model.opt.integrator == int(mujoco.mjtIntegrator.mjINT_RK4):
            raise MappingError("the model's integrator is RK4, which takes damping explicitly: use implicitfast")
        model.opt.disableflags |= int(mujoco.mjtDisableBit.mjDSBL_AUTORESET)
        model.opt.disableflags &= ~int(mujoco.mjtDisableBit.mjDSBL_EULERDAMP)
        self._substeps = self.mapping.substeps
        self._own = (model.dof_damping.copy(), model.dof_armature.copy(), model.dof_frictionloss.copy())
        self._solimp = model.dof_solimp.copy()
        self.data = mujoco.MjData(model)
        self._scratch = mujoco.MjData(model)
        self._seen = (0.0, 0)
        mujoco.mj_forward(model, self.data)
        self._empty()

    def _empty(self) -> None:
        none = np.zeros(0, int)
        self._dofs, self._positions, self._actuators = none, none, none
        self._feelings: list[_Feeling] = []

    @property
    def step(self) -> int:
        """How far one step of the link goes [ns]."""
        return round(float(self.model.opt.timestep) * 1e9) * self._substeps

    @property
    def now(self) -> int:
        """The present [ns]: as many whole steps as the model's time went on by.

        The sum that MuJoCo keeps loses nanoseconds within minutes; what is no rounding (a reset, a step by somebody
        else) counts as it is.
        """
        time = float(self.data.time)
        if time != self._seen[0]:
            step = self.step
            steps = (time - self._seen[0]) * 1e9 / step
            known = self._seen[1] + round(steps) * step
            self._seen = (time, known if abs(steps - round(steps)) < 1e-3 else round(time * 1e9))
        return self._seen[1]

    # A daemon comes

    def begin(self, joints: Sequence[str], sensors: Sequence[Sensor]) -> None:
        """Finds what the daemon asks for. Refused: the model does not have it."""
        model, data = self.model, self.data
        if not (np.isfinite(data.qpos).all() and np.isfinite(data.qvel).all()):
            mujoco.mj_resetData(model, data)
        maps = [self.mapping.joint(name) for name in joints]
        ids = [self._joint(name, entry) for name, entry in zip(joints, maps, strict=True)]
        self._feelings = self._find(sensors)
        self._dofs = model.jnt_dofadr[ids].astype(int)
        self._positions = model.jnt_qposadr[ids].astype(int)
        #: The robot's position per the model's.
        self._rates = np.array([entry.direction * entry.scale for entry in maps])
        self._squares = self._rates * self._rates
        self._magnitudes = np.abs(self._rates)
        self._offsets = np.array([entry.offset for entry in maps])
        replaced = np.array([entry.own == "replace" for entry in maps], bool)
        damping, armature, friction = self._own
        self._damping = np.where(replaced, 0.0, damping[self._dofs])
        self._armature = np.where(replaced, 0.0, armature[self._dofs])
        self._friction = friction[self._dofs]
        self._compliance = self._solimp[self._dofs]
        self._take_actuators(maps, ids)
        self._last = np.full((len(joints), 2), -1.0)
        mujoco.mj_forward(model, data)

    def _joint(self, name: str, entry: JointMapping) -> int:
        joint = int(mujoco.mj_name2id(self.model, mujoco.mjtObj.mjOBJ_JOINT, entry.joint))
        if joint < 0:
            known = ", ".join(self.model.joint(index).name for index in range(self.model.njnt))
            raise Refused(f'joint {name}: the model has no joint "{entry.joint}"; it has {known}')
        if self.model.jnt_type[joint] not in _SCALAR:
            raise Refused(f'joint {name}: "{entry.joint}" is neither a hinge nor a slide')
        return joint

    def _take_actuators(self, maps: Sequence[JointMapping], joints: Sequence[int]) -> None:
        """Those that are named carry efforts; all others on our joints are switched off: the motors are ours."""
        model = self.model
        named, places, gains = [], [], []
        for place, entry in enumerate(maps):
            if entry.actuator is None:
                continue
            actuator = mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_ACTUATOR, entry.actuator)
            if actuator < 0:
                raise Refused(f'the model has no actuator "{entry.actuator}"')
            if model.actuator_trnid[actuator, 0] != joints[place]:
                raise Refused(f'actuator "{entry.actuator}" does not move "{entry.joint}"')
            gain = model.actuator_gainprm[actuator, 0] * model.actuator_gear[actuator, 0]
            if model.actuator_biastype[actuator] != int(mujoco.mjtBias.mjBIAS_NONE) or gain == 0:
                raise Refused(f'actuator "{entry.actuator}" is no motor: it has a law of its own')
            named.append(actuator)
            places.append(place)
            gains.append(1 / gain)
        at_joint = (int(mujoco.mjtTrn.mjTRN_JOINT), int(mujoco.mjtTrn.mjTRN_JOINTINPARENT))
        for actuator in range(model.nu):
            if actuator in named or model.actuator_trntype[actuator] not in at_joint:
                continue
            if model.actuator_trnid[actuator, 0] in joints:
                model.actuator_gainprm[actuator, :] = 0
                model.actuator_biasprm[actuator, :] = 0
        self._actuators, self._driven = np.array(named, int), np.array(places, int)
        self._gains = np.array(gains)

    def _find(self, sensors: Sequence[Sensor]) -> list[_Feeling]:
        found, first = [], 0
        for sensor in sensors:
            names = self.mapping.sensors.get(sensor.name, {})
            if sensor.kind == INERTIAL:
                acceleration = self._sensor(sensor.name, names, "accelerometer")
                gyro = self._sensor(sensor.name, names, "gyro")
                site_name = names.get("site", sensor.name)
                site = mujoco.mj_name2id(self.model, mujoco.mjtObj.mjOBJ_SITE, site_name)
                if site < 0:
                    raise Refused(f'sensor {sensor.name}: the model has no site "{site_name}"')
                found.append(_Feeling(first, ((0, acceleration), (3, gyro)), site))
            elif sensor.kind == PAD:
                if "touch" in names or (not names and self._has(sensor.name, "touch")):
                    found.append(_Feeling(first, ((2, self._sensor(sensor.name, names, "touch")),)))
                else:
                    found.append(_Feeling(first, ((0, self._sensor(sensor.name, names, "force")),)))
            else:
                raise Refused(f"sensor {sensor.name}: kind {sensor.kind} is not known here")
            first += sensor.values
        return found

    def _has(self, name: str, kind: str) -> bool:
        sensor = int(mujoco.mj_name2id(self.model, mujoco.mjtObj.mjOBJ_SENSOR, name))
        return sensor >= 0 and int(self.model.sensor_type[sensor]) == _SENSORS[kind]

    def _sensor(self, device: str, names: dict[str, str], kind: str) -> slice:
        """Where the model has the numbers: the sensor that is named, or the only one of its kind at the site."""
        model = self.model
        if kind in names:
            candidates = [mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_SENSOR, names[kind])]
        else:
            site = mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_SITE, names.get("site", device))
            candidates = [
                index for index in range(model.nsensor)
                if model.sensor_objid[index] == site and model.sensor_objtype[index] == int(mujoco.mjtObj.mjOBJ_SITE)
                and model.sensor_type[index] == _SENSORS[kind]
            ] + [mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_SENSOR, device)]  # fmt: skip
        for index in candidates:
            if index >= 0 and model.sensor_type[index] == _SENSORS[kind]:
                return slice(model.sensor_adr[index], model.sensor_adr[index] + model.sensor_dim[index])
        raise Refused(f"sensor {device}: the model has no {kind} for it; name one in the mapping's sensors.{device}")

    # Step by step

    def advance(self, drives: np.ndarray) -> None:
        """One step of the link; rows are effort, damping, armature, friction."""
        model, data, dofs = self.model, self.data, self._dofs
        # d(robot) = rate d(model): what acts on the model's joint is the robot's effort times the rate.
        effort = drives[:, 0] * self._rates
        model.dof_damping[dofs] = self._damping + drives[:, 1] * self._squares
        if not np.array_equal(drives[:, 2:], self._last):
            self._last = drives[:, 2:].copy()
            model.dof_frictionloss[dofs] = self._friction + drives[:, 3] * self._magnitudes
            # MuJoCo's friction gives way by its share of compliance: a brake that creeps holds nothing.
            model.dof_solimp[dofs] = np.where(drives[:, 3:] > 0, _HARD, self._compliance)
            self._set_armature(self._armature + drives[:, 2] * self._squares)
        if len(self._actuators):
            data.ctrl[self._actuators] = effort[self._driven] * self._gains
            effort[self._driven] = 0
        data.qfrc_applied[dofs] = effort
        mujoco.mj_step(model, data, self._substeps)

    def _set_armature(self, armature: np.ndarray) -> None:
        if np.array_equal(armature, self.model.dof_armature[self._dofs]):
            return
        self.model.dof_armature[self._dofs] = armature
        # What MuJoCo derives from it: the constant inertia of simple joints, and how hard constraints are.
        mujoco.mj_setConst(self.model, self._scratch)

    def look(self, states: np.ndarray, values: np.ndarray) -> None:
        """Fills in where the joints are and what the sensors feel."""
        states[:, 0] = self.data.qpos[self._positions] * self._rates + self._offsets
        states[:, 1] = self.data.qvel[self._dofs] * self._rates
        for feeling in self._feelings:
            for place, part in feeling.parts:
                numbers = self.data.sensordata[part]
                values[feeling.first + place : feeling.first + place + len(numbers)] = numbers
            if feeling.site >= 0:
                quaternion = np.zeros(4)
                mujoco.mju_mat2Quat(quaternion, self.data.site_xmat[feeling.site])
                values[feeling.first + 6 : feeling.first + 10] = quaternion

    def let_go(self) -> None:
        """The model is its own again."""
        self.data.qfrc_applied[self._dofs] = 0
        self.data.ctrl[self._actuators] = 0
        damping, armature, friction = self._own
        self.model.dof_damping[:] = damping
        self.model.dof_armature[:] = armature
        self.model.dof_frictionloss[:] = friction
        self.model.dof_solimp[:] = self._solimp
        mujoco.mj_setConst(self.model, self._scratch)
        self._last = np.full((len(self._dofs), 2), -1.0)

from __future__ import annotations

from pathlib import Path
from typing import Any

import mujoco  # type: ignore[import-untyped, unused-ignore]
import numpy as np
import pytest
from numpy.typing import NDArray

from cerebellum.simulator import Mapping, MappingError, Refused, Sensor
from cerebellum.simulator.bodies import MujocoBodies
from cerebellum.simulator.protocol import INERTIAL, PAD


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MuJoCo writes its warnings into the folder that it is in."""
    monkeypatch.chdir(tmp_path)


WHEEL = """
<mujoco>
  <option timestep="0.001" gravity="0 0 -9.81" {option}/>
  <worldbody>
    <body>
      <joint name="wheel" axis="0 0 1" damping="0.02" armature="0.01" {joint}/>
      <geom type="cylinder" size="0.1 0.01" mass="1"/>
      <site name="imu" pos="0.1 0 0"/>
    </body>
  </worldbody>
  <actuator>
    <motor name="motor" joint="wheel" gear="4" ctrlrange="-1 1" ctrllimited="true"/>
    <position name="servo" joint="wheel" kp="1000"/>
  </actuator>
  <sensor><accelerometer site="imu"/><gyro site="imu"/><touch name="tip" site="imu"/></sensor>
</mujoco>
"""
#: m r^2 / 2 and the joint's own armature [kg.m^2]
INERTIA = 0.005 + 0.01


def bodies(mapping: dict[str, Any] | None = None, joint: str = "", option: str = "") -> MujocoBodies:
    model = mujoco.MjModel.from_xml_string(WHEEL.format(joint=joint, option=option))
    return MujocoBodies(model, Mapping.parse(mapping or {}))


def step(world: MujocoBodies, *drive: float, count: int = 1) -> NDArray[np.float64]:
    states = np.zeros((1, 2))
    for _ in range(count):
        world.advance(np.array([drive]))
    world.look(states, np.zeros(0))
    first: NDArray[np.float64] = states[0]
    return first


def test_equal_names_are_the_same_thing() -> None:
    world = bodies()
    world.begin(["wheel"], [])
    assert (world.step, world.now) == (1_000_000, 0)
    position, velocity = step(world, 0.3, 0, 0.005, 0)
    # Damping is taken at the step's end.
    expected = 1e-3 * 0.3 / (INERTIA + 0.005 + 1e-3 * 0.02)
    assert velocity == pytest.approx(expected, rel=1e-9)
    assert position == pytest.approx(1e-3 * expected, rel=1e-9)
    assert world.now == 1_000_000


def test_no_motor_is_too_strong_for_the_step() -> None:
    """Explicit, 500 N.m.s/rad on 0.015 kg.m^2 would take steps below 60 us."""
    world = bodies()
    world.begin(["wheel"], [])
    _, velocity = step(world, 100, 500, 0, 0, count=200)
    assert velocity == pytest.approx(100 / 500.02, rel=1e-6)


@pytest.mark.parametrize("integrator", ["Euler", "implicit", "implicitfast"])
def test_integrators_agree(integrator: str) -> None:
    world = bodies(option=f'integrator="{integrator}"')
    world.begin(["wheel"], [])
    _, velocity = step(world, 100, 500, 0, 0, count=200)
    assert velocity == pytest.approx(100 / 500.02, rel=1e-6)


def test_damping_that_a_model_wants_explicit_is_implicit() -> None:
    model = mujoco.MjModel.from_xml_string(WHEEL.format(joint="", option=""))
    model.opt.disableflags |= int(mujoco.mjtDisableBit.mjDSBL_EULERDAMP)
    world = MujocoBodies(model)
    world.begin(["wheel"], [])
    _, velocity = step(world, 100, 500, 0, 0, count=200)
    assert velocity == pytest.approx(100 / 500.02, rel=1e-6)


def test_an_explicit_integrator_is_refused() -> None:
    with pytest.raises(MappingError, match="RK4"):
        bodies(option='integrator="RK4"')


def test_a_brake_holds() -> None:
    world = bodies()
    world.begin(["wheel"], [])
    _, held = step(world, 0.9, 0, 0, 1.0, count=500)
    assert abs(held) < 0.02
    _, free = step(world, 0.9, 0, 0, 0, count=50)
    assert free > 1


def test_directions_scales_and_offsets() -> None:
    world = bodies({"joints": {"slide": {"joint": "wheel", "direction": -1, "scale": 0.05, "offset": 0.2}}})
    world.begin(["slide"], [])
    # 10 N on 0.05 m/rad, the other way round: -0.5 N.m; 2 kg: 0.005 kg.m^2; 40 N.s/m: 0.1 N.m.s/rad.
    position, velocity = step(world, 10, 40, 2, 0)
    wheel = 1e-3 * -0.5 / (INERTIA + 0.005 + 1e-3 * (0.02 + 0.1))
    assert velocity == pytest.approx(-0.05 * wheel, rel=1e-9)
    assert position == pytest.approx(0.2 - 0.05 * 1e-3 * wheel, rel=1e-9)


def test_own_values_can_be_replaced() -> None:
    world = bodies({"joints": {"wheel": {"joint": "wheel", "own": "replace"}}})
    world.begin(["wheel"], [])
    _, velocity = step(world, 0.3, 0, 0.02, 0)
    assert velocity == pytest.approx(1e-3 * 0.3 / 0.025, rel=1e-9)


def test_an_actuator_limits_the_effort() -> None:
    world = bodies({"joints": {"wheel": {"joint": "wheel", "actuator": "motor"}}})
    world.begin(["wheel"], [])
    _, velocity = step(world, 100, 0, 0, 0)
    assert velocity == pytest.approx(1e-3 * 4 / (INERTIA + 1e-3 * 0.02), rel=1e-9)
    world.data.qvel[0] = 0
    _, velocity = step(world, 2, 0, 0, 0)
    assert velocity == pytest.approx(1e-3 * 2 / (INERTIA + 1e-3 * 0.02), rel=1e-9)


def test_the_models_own_servo_is_off() -> None:
    world = bodies()
    world.data.qpos[0] = 1
    world.begin(["wheel"], [])
    position, _ = step(world, 0, 0, 0, 0, count=100)
    assert position == 1


def test_what_is_let_go_is_the_models_again() -> None:
    world = bodies()
    compliance = world.model.dof_solimp.copy()
    world.begin(["wheel"], [])
    step(world, 1, 5, 0.1, 2)
    world.let_go()
    model = world.model
    np.testing.assert_array_equal(model.dof_solimp, compliance)
    assert (model.dof_damping[0], model.dof_armature[0], model.dof_frictionloss[0]) == (0.02, 0.01, 0)
    assert world.data.qfrc_applied[0] == 0


def test_an_imu_feels_gravity_and_turns() -> None:
    world = bodies()
    world.begin(["wheel"], [Sensor("imu", INERTIAL, 10)])
    values = np.zeros(10)
    world.look(np.zeros((1, 2)), values)
    np.testing.assert_allclose(values, [0, 0, 9.81, 0, 0, 0, 1, 0, 0, 0], atol=1e-9)
    world.data.qvel[0] = 2
    world.data.qpos[0] = np.pi / 2
    mujoco.mj_forward(world.model, world.data)
    world.look(np.zeros((1, 2)), values)
    # Towards the axle with v^2 / r = 0.4 m/s^2; along the wheel the damping's 0.04 N.m slows it down.
    np.testing.assert_allclose(values[[0, 2, 5]], [-0.4, 9.81, 2], atol=1e-9)
    np.testing.assert_allclose(values[6:], [np.sqrt(0.5), 0, 0, np.sqrt(0.5)], atol=1e-9)


def test_a_touch_is_a_force_along_z() -> None:
    world = bodies()
    world.begin(["wheel"], [Sensor("tip", PAD, 3)])
    world.data.sensordata[6] = 1.5
    values = np.full(3, 9.0)
    values[:2] = 0
    world.look(np.zeros((1, 2)), values)
    np.testing.assert_array_equal(values, [0, 0, 1.5])


def test_a_state_that_diverged_is_not_hidden() -> None:
    world = bodies()
    world.begin(["wheel"], [])
    assert not np.isfinite(step(world, np.inf, 0, 0, 0)).all()
    world.let_go()
    world.begin(["wheel"], [])
    assert np.isfinite(step(world, 0, 0, 0, 0)).all()


@pytest.mark.parametrize(
    ("mapping", "joints", "sensors", "text"),
    [
        ({}, ["knee"], [], 'no joint "knee"; it has wheel'),
        ({"joints": {"a": {"joint": "wheel", "actuator": "servo"}}}, ["a"], [], "a law of its own"),
        ({"joints": {"a": {"joint": "wheel", "actuator": "none"}}}, ["a"], [], 'no actuator "none"'),
        ({}, ["wheel"], [Sensor("foot", PAD, 3)], "no force"),
        ({}, ["wheel"], [Sensor("head", INERTIAL, 10)], "no accelerometer"),
        ({}, ["wheel"], [Sensor("x", 9, 1)], "kind 9"),
    ],
)
def test_what_is_missing_is_refused(
    mapping: dict[str, Any], joints: list[str], sensors: list[Sensor], text: str
) -> None:
    with pytest.raises(Refused, match=text):
        bodies(mapping).begin(joints, sensors)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"joint": {}}, "unknown key 'joint'"),
        ({"joints": {"a": {"direction": 1}}}, r"joints\.a: joint is missing"),
        ({"joints": {"a": {"joint": "b", "direction": 0}}}, r"direction: 0; 1 or -1"),
        ({"joints": {"a": {"joint": "b", "scale": -2}}}, "above 0"),
        ({"joints": {"a": {"joint": "b", "scale": float("nan")}}}, "a number is needed"),
        ({"joints": {"a": {"joint": "b", "own": "mine"}}}, "keep or replace"),
        ({"joints": {"a": 3}}, "keys with values"),
        ({"timestep": 0}, "1e-6 to 0.1"),
        ({"substeps": 0}, "1 to 1000"),
        ({"sensors": {"a": {"touch": 3}}}, "a name is needed"),
    ],
)
def test_a_mistake_is_located(data: dict[str, Any], text: str) -> None:
    with pytest.raises(MappingError, match=text):
        Mapping.parse(data)


def test_nanoseconds_are_not_lost() -> None:
    world = bodies()
    # What MuJoCo's own sum of 1 ms looks like after some minutes.
    world.data.time = 100.0000000004
    assert world.now == 100_000_000_000
    world.data.time = 100.0010000006
    assert world.now == 100_001_000_000
    # A reset, and steps of somebody else.
    world.data.time = 0
    assert world.now == 0
    world.data.time = 0.0004
    assert world.now == 400_000


def test_steps_of_the_link_are_substeps() -> None:
    world = bodies({"timestep": 0.0005, "substeps": 4})
    assert world.step == 2_000_000
    world.begin(["wheel"], [])
    step(world, 0, 0, 0, 0)
    assert world.now == 2_000_000

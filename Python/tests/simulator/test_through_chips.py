"""What a simulator feels, through whole chips and their registers to a client of the daemon."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cerebellum import LockStep
from cerebellum.simulator.bodies import MujocoBodies, load

ROBOT = """\
robot: feeler
rate: 100 Hz
buses:
  main: { i2c: header, speed: 400 kHz }
  skin: { kind: serial, device: /dev/ttyUSB0, baud: 921600 }
devices:
  pwm:   { driver: pca9685, bus: main, address: 0x40, frequency: 1 kHz }
  angle: { driver: as5600, bus: main }
  body:  { driver: mpu6050, bus: main, address: 0x68, acceleration_range: 4, angular_velocity_range: 500 deg/s }
  thumb: { driver: paxini, bus: skin, module: thumb_tip, taxels: 31 }
joints:
  hinge:
    actuator:
      bridge: [pwm.4, pwm.9]
      motor: { supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm, efficiency: 0.47,
               armature: 0.028 kg.m^2 }
    encoder: { device: angle, zero: 3.2 rad }
    limits: { position: [-1 rad, 1 rad], velocity: 3 rad/s, acceleration: 20 rad/s^2, effort: 2.5 N.m }
    control: { law: impedance, kp: 20 N.m/rad, kd: 1.5 N.m.s/rad }
    on_loss: hold
"""

MODEL = """
<mujoco>
  <option timestep="0.001"/>
  <worldbody>
    <body pos="0 0 1">
      <joint name="hinge" axis="0 1 0"/>
      <geom type="sphere" size="0.05" mass="0.1"/>
      <site name="body"/>
    </body>
    <body name="plate" pos="1 0 0">
      <geom type="box" size="0.1 0.1 0.01" mass="1"/>
      <site name="plate" type="box" size="0.1 0.1 0.02"/>
    </body>
    <body pos="1 0 0.035">
      <freejoint name="box"/>
      <geom type="box" size="0.02 0.02 0.02" mass="0.5"/>
    </body>
  </worldbody>
  <sensor>
    <accelerometer name="acceleration" site="body"/>
    <gyro name="gyro" site="body"/>
    <touch name="thumb" site="plate"/>
  </sensor>
</mujoco>
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The robot and the model; MuJoCo writes its warnings into the folder that it is in."""
    monkeypatch.chdir(tmp_path)
    robot, model = tmp_path / "robot.yaml", tmp_path / "model.xml"
    robot.write_text(ROBOT)
    model.write_text(MODEL)
    return robot, model


def test_an_imu_and_a_pad_feel_what_the_simulator_does(files: tuple[Path, Path]) -> None:
    bodies = MujocoBodies(load(str(files[1])))
    with LockStep(files[0], bodies) as world:
        robot = world.robot
        names = [sensor.name for sensor in robot.sensors()]
        imu, pad = names.index("body"), names.index("thumb")
        units = [channel.unit for channel in robot.sensors()[imu].channels]
        acceleration = [index for index, unit in enumerate(units) if unit == "m/s^2"]
        velocity = [index for index, unit in enumerate(units) if unit == "rad/s"]

        def felt() -> np.ndarray:
            readings = robot.sensor_samples().sensors[imu]
            assert readings.valid.all()
            return readings.values

        def force() -> np.ndarray:
            skin = next(skin for skin in robot.tactile_frames().skins if skin.sensor == pad)
            assert skin.valid.all()
            return skin.values

        robot.arm()
        world.run(0.1)
        # 4 g in 16 bits are 1.2 mm/s^2 a count; what it measures at rest is the force that holds it up.
        assert felt()[acceleration] == pytest.approx([0, 0, 9.81], abs=0.02)
        robot.move(hinge=0.5, seconds=0.5)
        # It turns about y: the world's z is seen from 0.5 rad beside.
        world.run(0.2)
        at = robot.state().measured_position[0]
        assert at == pytest.approx(0.5, abs=0.03)
        assert felt()[acceleration] == pytest.approx([-9.81 * np.sin(at), 0, 9.81 * np.cos(at)], abs=0.05)
        assert felt()[velocity] == pytest.approx([0, 0, 0], abs=0.02)
        robot.jog("hinge", -0.4, 1.0)
        fastest, true = 0.0, 0.0
        for _ in range(60):
            world.run(0.01)
            fastest, true = min(fastest, felt()[velocity][1]), min(true, float(bodies.data.qvel[0]))
        assert true < -0.8
        assert fastest == pytest.approx(true, rel=0.1)
        # The box lies on the pad, with 0.5 kg on its first taxel: 4.9 N, 0.1 N a count.
        values = force()
        assert values[0] == pytest.approx([0, 0, 0.5 * 9.81], abs=0.11)
        assert not values[1:].any()
        # Somebody takes it away.
        bodies.data.joint("box").qpos[2] = 5
        world.run(0.1)
        assert not force().any()
        # And for long: what sensors feel is handed on at each of these steps.
        world.run(8)
        assert felt()[acceleration][2] > 5

"""How the models of published robots are made: `Robots/fetch.py` and `Robots/mjcf.py`."""

from __future__ import annotations

import hashlib
import importlib
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import mujoco  # type: ignore[import-untyped, unused-ignore]
import pytest

ROBOTS = Path(__file__).resolve().parents[3] / "Robots"

#: A finger of two joints in MuJoCo's words: one has its own damping, the other its parent's class.
FINGER = """
<mujoco>
  <body name="palm">
    <body name="near" childclass="robot0:finger">
      <inertial pos="0 0 0" mass="1" diaginertia="1 1 1"/>
      <joint name="a" class="robot0:stiff" axis="0 1 0" range="-1 1" damping="0.5"/>
      <geom class="robot0:skin" size="0.1"/>
      <body name="far">
        <inertial pos="0 0 0" mass="1" diaginertia="1 1 1"/>
        <joint name="b" axis="1 0 0" range="0 1"/>
      </body>
    </body>
  </body>
</mujoco>
"""
SHARED = """
<mujoco>
  <default>
    <joint damping="0.25"/>
    <default class="robot0:finger">
      <joint damping="0.1" frictionloss="0.001"/>
      <motor ctrllimited="true"/>
      <geom material="robot0:skin"/>
      <default class="robot0:stiff"><joint frictionloss="0.02"/></default>
    </default>
    <default class="robot0:skin"><geom mesh="robot0:skin"/></default>
  </default>
  <actuator><motor joint="b" class="robot0:finger" ctrlrange="-2 2"/></actuator>
</mujoco>
"""
SENSORS = "<mujoco><sensor/></mujoco>"


def load(name: str) -> ModuleType:
    """A program of Robots as a module."""
    if str(ROBOTS) not in sys.path:
        sys.path.append(str(ROBOTS))
    return importlib.import_module(name)


def test_joints_have_what_their_default_classes_say() -> None:
    robot = load("mjcf").urdf(FINGER.encode(), "finger", SHARED.encode())
    dynamics = {joint.get("name"): joint.find("dynamics") for joint in robot.iter("joint")}
    said = {name: one.attrib for name, one in dynamics.items() if one is not None}
    assert said == {
        "a": {"damping": "0.5", "friction": "0.02"},
        "b": {"damping": "0.1", "friction": "0.001"},
    }
    (limit,) = (joint.find("limit") for joint in robot.iter("joint") if joint.get("name") == "b")
    assert limit is not None
    assert limit.get("effort") == "2"


def test_a_hand_with_sensors_has_them_too() -> None:
    hand = load("mjcf").with_touch(FINGER.encode(), "hand", SHARED.encode(), SENSORS.encode())
    model = mujoco.MjModel.from_xml_string(ET.tostring(hand, encoding="unicode"))
    assert model.dof_damping[:2].tolist() == [0.5, 0.1]
    assert model.dof_frictionloss[:2].tolist() == [0.02, 0.001]


def test_a_wheel_that_is_another_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch = load("fetch")
    wheel = tmp_path / "a_model-1.0-py3-none-any.whl"
    wheel.write_bytes(b"what was published")
    digest = hashlib.sha256(b"what was published").hexdigest()
    monkeypatch.setattr(fetch, "CACHE", tmp_path)
    monkeypatch.setattr(fetch, "WHEELS", {"a-model": ("1.0", digest)})
    assert fetch.wheel("a-model") == wheel
    wheel.write_bytes(b"what somebody else wrote")
    with pytest.raises(fetch.Trouble, match=rf"not {digest}; remove it and run this again"):
        fetch.wheel("a-model")

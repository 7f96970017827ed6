"""Simulated daemons for the tests: the programs of `make build`, by CEREBELLUM_PROGRAMS or on PATH."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from goldens import ROOT

from cerebellum import Robot, SimulatedDaemon

ARM = ROOT / "Robots/arm6/robot.yaml"


@pytest.fixture(scope="session")
def patient_arm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo arm's file, but a command may be as old as 5 s: the machine that runs the tests may be busy."""
    folder = tmp_path_factory.mktemp("arm")
    shutil.copy(ARM.with_name("arm6.urdf"), folder)
    text = ARM.read_text()
    assert "\nrate: 500 Hz\n" in text
    file = folder / "robot.yaml"
    file.write_text(text.replace("\nrate: 500 Hz\n", "\nrate: 500 Hz\ncommand_timeout: 5 s\n"))
    return file


@pytest.fixture
def daemon(patient_arm: Path) -> Iterator[SimulatedDaemon]:
    """A demo arm, disarmed."""
    with SimulatedDaemon(patient_arm, timeout=30) as daemon:
        yield daemon


@pytest.fixture
def robot(daemon: SimulatedDaemon) -> Iterator[Robot]:
    """A client that may move it, as patient."""
    with daemon.connect(timeout=20) as robot:
        yield robot

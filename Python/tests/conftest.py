"""Simulated daemons for the tests: the programs of `make build`, by CEREBELLUM_PROGRAMS or on PATH."""

from collections.abc import Iterator

import pytest
from goldens import ROOT

from cerebellum import Robot, SimulatedDaemon

ARM = ROOT / "Robots/arm6/robot.yaml"


@pytest.fixture
def daemon() -> Iterator[SimulatedDaemon]:
    """A demo arm, disarmed."""
    with SimulatedDaemon(ARM) as daemon:
        yield daemon


@pytest.fixture
def robot(daemon: SimulatedDaemon) -> Iterator[Robot]:
    """A client that may move it. Patient: the machine that runs the tests may be busy."""
    with daemon.connect(timeout=20) as robot:
        yield robot

"""Simulators behind Cerebellum: its chips, motors and gears, your rigid bodies.

``python -m cerebellum.simulator MODEL --at shm:arm`` serves a MuJoCo model; `Server` serves anything that can step.
"""

from .link import listen
from .mapping import JointMapping, Mapping, MappingError
from .protocol import FrameError, Sensor
from .server import Refused, Report, Server, Simulator

__all__ = [
    "FrameError", "JointMapping", "Mapping", "MappingError", "Refused", "Report", "Sensor", "Server", "Simulator",
    "listen",
]  # fmt: skip

"""Client of `cerebellumd`, the on-device motion runtime of a robot.

    from cerebellum import Robot

    with Robot.connect() as robot, robot.armed():
        robot.move(shoulder_pan=0.4, elbow_flex=-0.3)
        print(robot.state().measured_position)

Values are in SI units: rad, rad/s, N.m, and of prismatic joints m, m/s, N. Nothing here is real-time: the daemon is.
`Documentation/python.md` is the manual.
"""

from .client import TIMEOUT, Client
from .daemon import SimulatedDaemon
from .errors import (
    Busy,
    CerebellumError,
    ConnectionFailure,
    DaemonFailure,
    DaemonGone,
    DaemonTimeout,
    Faulted,
    Invalid,
    MotionEnded,
    NoDaemon,
    NotConnected,
    NotPermitted,
    NotReached,
    Refused,
    RequestError,
    RobotFault,
    SystemFailure,
    Text,
    UnexpectedReply,
    Unsupported,
    UnusablePath,
)
from .lockstep import LockStep
from .robot import Robot
from .trajectory import Trajectory, UnsuitableTrajectory
from .wire import FaultEvent, FrameError, JointKind, Lifecycle, Limiting, State

__all__ = [
    "TIMEOUT",
    "Busy",
    "CerebellumError",
    "Client",
    "ConnectionFailure",
    "DaemonFailure",
    "DaemonGone",
    "DaemonTimeout",
    "FaultEvent",
    "Faulted",
    "FrameError",
    "Invalid",
    "JointKind",
    "Lifecycle",
    "Limiting",
    "LockStep",
    "MotionEnded",
    "NoDaemon",
    "NotConnected",
    "NotPermitted",
    "NotReached",
    "Refused",
    "RequestError",
    "Robot",
    "RobotFault",
    "SimulatedDaemon",
    "State",
    "SystemFailure",
    "Text",
    "Trajectory",
    "UnexpectedReply",
    "UnsuitableTrajectory",
    "Unsupported",
    "UnusablePath",
]

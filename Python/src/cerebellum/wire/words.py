"""The enumerations of the protocol. Numbers are those of Documentation/wire-protocol.md."""

from enum import IntEnum, IntFlag


class Lifecycle(IntEnum):
    """Where the robot is; Documentation/safety.md has the way between."""

    UNCONFIGURED = 0
    DISARMED = 1
    ARMING = 2
    ACTIVE = 3
    HOLDING = 4
    STOPPING = 5
    FAULTED = 6
    DEGRADED = 7

    @property
    def follows_commands(self) -> bool:
        """Whether commands and motions are taken."""
        return self in (Lifecycle.ACTIVE, Lifecycle.DEGRADED)

    @property
    def word(self) -> str:
        """As the tool has it."""
        return self.name.lower()


class MotionState(IntEnum):
    """What became of the motion that was started last."""

    NONE = 0
    RUNNING = 1
    FINISHED = 2


class ResultCode(IntEnum):
    """How a request ended."""

    OK = 0
    REFUSED = 1
    INVALID = 2
    BUSY = 3
    UNSUPPORTED = 4
    FAULTED = 5


class Stage(IntEnum):
    """A part of a thread's cycle."""

    EXECUTION = 0
    WAKE_UP = 1
    CLOCK = 2
    TRANSFER = 3
    DECODE = 4
    LINES = 5
    COMMANDS = 6
    CONTROL = 7
    ENCODE = 8
    ENABLE = 9
    PUBLISH = 10


class JointKind(IntEnum):
    """In which units a joint's values are."""

    # rad, rad/s, N.m
    REVOLUTE = 0
    # m, m/s, N
    PRISMATIC = 1


class DeviceHealth(IntEnum):
    """How well a device answers, against its error budget."""

    GOOD = 0
    DEGRADED = 1
    FAILING = 2


class FileRole(IntEnum):
    """What a file of the daemon is for."""

    ROBOT = 0
    URDF = 1
    CALIBRATION = 2
    BOARD = 3


class Role(IntEnum):
    """What a client may do; each role may do what those before it may, and everybody may stop."""

    OBSERVE = 0
    OPERATE = 1
    MAINTAIN = 2


class Control(IntEnum):
    """Who controls the robot."""

    NOBODY = 0
    YOU = 1
    ANOTHER = 2


class RefusalReason(IntEnum):
    """Why something was not taken. Newer daemons may tell of numbers that this release does not name."""

    TRUNCATED = 0
    OVERSIZED = 1
    FOREIGN = 2
    OTHER_VERSION = 3
    DAMAGED = 4
    UNKNOWN_TYPE = 5
    BAD_FIELD = 6
    REPLAYED = 7
    OUT_OF_ORDER = 8
    WRONG_ROLE = 9
    CONTROLLED = 10
    TOO_MANY = 11
    LATE = 12
    TOO_MANY_CLIENTS = 13
    UNREAD = 14
    INVALID = 15
    STATE = 16
    UNSUPPORTED = 17


class StateFlags(IntFlag):
    """Flags of a state. Bits that this release does not name are kept."""

    ESTOP_PRESSED = 1 << 0
    OUTPUTS_ENABLED = 1 << 1
    NOT_REALTIME = 1 << 2


class Limiting(IntFlag):
    """What limited a joint. Bits that this release does not name are kept."""

    POSITION = 1 << 0
    VELOCITY = 1 << 1
    ACCELERATION = 1 << 2
    EFFORT = 1 << 3
    VOLTAGE = 1 << 4
    ARMING = 1 << 5
    END_STOP = 1 << 6
    COMMAND_LOST = 1 << 7
    PASSIVITY = 1 << 8
    LIMIT_SWITCH = 1 << 9
    JERK = 1 << 10
    TEMPERATURE = 1 << 11
    OSCILLATION = 1 << 12
    CURRENT = 1 << 13


class SensorConditions(IntFlag):
    """What is the matter with a sensor. Bits that this release does not name are kept."""

    INVALID = 1 << 0
    NOT_READY = 1 << 1
    CLIPPED = 1 << 2
    WAS_RESET = 1 << 3
    DEVICE_FAULT = 1 << 4
    WEAK = 1 << 5
    LOST_SETTINGS = 1 << 15

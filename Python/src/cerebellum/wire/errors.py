"""Why bytes are not a frame of the protocol, or a message cannot become one."""

from enum import Enum

from ..errors import CerebellumError, Text


class FrameProblem(Enum):
    """What is wrong with a frame; the names are those of `Sources/RobotWire/Frame/WireError.swift`."""

    TRUNCATED = "truncated"
    TOO_LONG = "too_long"
    BAD_MAGIC = "bad_magic"
    UNSUPPORTED_VERSION = "unsupported_version"
    BAD_CHECKSUM = "bad_checksum"
    UNKNOWN_TYPE = "unknown_type"
    BAD_PAYLOAD = "bad_payload"


class FrameError(CerebellumError):
    """Bytes are no frame, or a value may not be in one: `problem` says why, `field` or `number` where."""

    def __init__(self, problem: FrameProblem, what: Text, remedy: Text, *, field: str = "", number: int = 0) -> None:
        """A problem in words."""
        super().__init__(problem.value, what, remedy)
        self.problem = problem
        self.field = field
        self.number = number


_DAMAGED = Text("the sender is no Cerebellum program, or a defective one", "发送方不是 Cerebellum 程序，或程序有缺陷")
_ONE_RELEASE = Text("use the Python package and the daemon of one release", "请使用同一版本的 Python 包和守护进程")


def truncated() -> FrameError:
    """The bytes end before the header, the payload or a field does."""
    return FrameError(FrameProblem.TRUNCATED, Text("the frame ends too early", "帧过早结束"), _DAMAGED)


def too_long() -> FrameError:
    """More bytes than the header or the message declares, or than a frame may have."""
    what = Text("the frame is longer than it declares or than 65536 bytes", "帧长度超过其声明或 65536 字节")
    return FrameError(FrameProblem.TOO_LONG, what, Text("send less at once", "请减少单次发送的数据"))


def bad_magic() -> FrameError:
    """The first four bytes are not `CBL1`."""
    what = Text("not a Cerebellum frame (it does not begin with CBL1)", "不是 Cerebellum 帧（开头不是 CBL1）")
    return FrameError(FrameProblem.BAD_MAGIC, what, _DAMAGED)


def unsupported_version(version: int, ours: int) -> FrameError:
    """A frame of another protocol version."""
    what = Text(
        f"the peer speaks protocol version {version}, this package {ours}",
        f"对方使用协议版本 {version}，本软件包使用 {ours}",
    )
    return FrameError(FrameProblem.UNSUPPORTED_VERSION, what, _ONE_RELEASE, number=version)


def bad_checksum() -> FrameError:
    """The checksum does not fit the bytes."""
    what = Text("the frame's checksum does not match", "帧校验和不匹配")
    return FrameError(FrameProblem.BAD_CHECKSUM, what, _DAMAGED)


def unknown_type(code: int) -> FrameError:
    """No message of the expected direction has this type."""
    what = Text(f"unknown message type 0x{code:02x}", f"未知的消息类型 0x{code:02x}")
    return FrameError(FrameProblem.UNKNOWN_TYPE, what, _ONE_RELEASE, number=code)


def bad_payload(field: str) -> FrameError:
    """A field holds a value that it may not hold."""
    what = Text(f'field "{field}" holds a value that it may not hold', f"字段“{field}”的值不合法")
    remedy = Text("Documentation/wire-protocol.md has its range", "取值范围见 Documentation/wire-protocol.md")
    return FrameError(FrameProblem.BAD_PAYLOAD, what, remedy, field=field)

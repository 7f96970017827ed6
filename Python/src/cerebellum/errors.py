"""What can go wrong, each with its words in English and 中文 and with what to do."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .wire import FaultEvent, RequestResult


class Text(NamedTuple):
    """The same in two languages."""

    english: str
    chinese: str

    def __str__(self) -> str:
        """Both, as the daemon's journal has them."""
        return f"{self.english}  {self.chinese}" if self.chinese else self.english


class CerebellumError(Exception):
    """Every error of this package: `code` for programs, `what` happened and the `remedy` for people."""

    def __init__(self, code: str, what: Text, remedy: Text) -> None:
        """An error in words."""
        super().__init__(what, remedy)
        self.code = code
        self.what = what
        self.remedy = remedy

    @property
    def english(self) -> str:
        """What happened and what to do."""
        remedy = self.remedy.english
        return f"{self.what.english.rstrip('.')}. {remedy[:1].upper()}{remedy[1:].rstrip('.')}."

    @property
    def chinese(self) -> str:
        """The same in Chinese."""
        return f"{self.what.chinese.rstrip('。')}。{self.remedy.chinese.rstrip('。')}。"

    def __str__(self) -> str:
        """Both languages."""
        return f"{self.english}  {self.chinese}"


class ConnectionFailure(CerebellumError):
    """The daemon cannot be reached or is gone. What it moved for this client has stopped, or will at once."""


class NoDaemon(ConnectionFailure):
    """Nobody listens at the path."""

    def __init__(self, path: str) -> None:
        """The path where nobody listens."""
        super().__init__(
            "no_daemon",
            Text(f'no daemon listens on "{path}"', f"“{path}”上没有守护进程监听"),
            Text(
                'start one with "cerebellum sim" or "sudo systemctl start cerebellumd"; one that died three times '
                'within a minute systemd starts no more: see "journalctl -u cerebellumd", then '
                '"sudo systemctl reset-failed cerebellumd" first',
                "请运行 “cerebellum sim” 或 “sudo systemctl start cerebellumd”；若一分钟内终止过三次，"
                "systemd 不再启动它：请查看 “journalctl -u cerebellumd”，"
                "然后先运行 “sudo systemctl reset-failed cerebellumd”",
            ),
        )


class NotPermitted(ConnectionFailure):
    """The system does not let this user connect."""

    def __init__(self, path: str) -> None:
        """The socket's path."""
        super().__init__(
            "not_permitted",
            Text(f'no permission for socket "{path}"', f"没有访问套接字“{path}”的权限"),
            Text(
                "join its group (sudo usermod -aG cerebellum $USER) and log in again",
                "请加入其用户组（sudo usermod -aG cerebellum $USER）并重新登录",
            ),
        )


class UnusablePath(ConnectionFailure):
    """The path does not fit a socket address: 1 to 107 bytes without a zero."""

    def __init__(self, path: str) -> None:
        """The path."""
        super().__init__(
            "unusable_path",
            Text(f'"{path}" cannot be the path of a socket', f"“{path}”不能作为套接字路径"),
            Text("it has 1 to 107 bytes and no zero byte: choose another", "应为 1 到 107 字节且不含零字节"),
        )


class SystemFailure(ConnectionFailure):
    """A system call failed otherwise; `errno` is in `__cause__`."""

    def __init__(self, path: str, error: OSError) -> None:
        """What the system said."""
        super().__init__(
            "system",
            Text(f'the socket "{path}" failed: {error}', f"套接字“{path}”出错：{error}"),
            Text('see "man 7 unix"', "参见 “man 7 unix”"),
        )


class DaemonTimeout(ConnectionFailure):
    """The daemon did not answer, did not read, or sent no state within `seconds`: it hangs, or is older than
    this package and does not know the message.
    """

    def __init__(self, path: str, awaited: str, seconds: float) -> None:
        """What was awaited for how long."""
        super().__init__(
            "timeout",
            Text(
                f'the daemon on "{path}" gave no {awaited} within {seconds:g} s',
                f"“{path}”上的守护进程在 {seconds:g} 秒内没有给出 {awaited}",
            ),
            Text(
                'see "systemctl status cerebellumd"; a daemon of an older release does not know newer requests',
                "请查看 “systemctl status cerebellumd”；旧版本的守护进程不认识新的请求",
            ),
        )
        self.seconds = seconds


class DaemonGone(ConnectionFailure):
    """The connection ended: the daemon ended, died, or hung up on this client."""

    def __init__(self, path: str) -> None:
        """The socket's path."""
        super().__init__(
            "daemon_gone",
            Text(f'the daemon on "{path}" closed the connection', f"“{path}”上的守护进程关闭了连接"),
            Text(
                'see "journalctl -u cerebellumd", then call reconnect(); a new daemon starts disarmed',
                "请查看 “journalctl -u cerebellumd”，然后调用 reconnect()；新的守护进程启动时未使能",
            ),
        )


class NotConnected(ConnectionFailure):
    """The connection was closed by this program."""

    def __init__(self) -> None:
        """Always the same."""
        super().__init__(
            "not_connected",
            Text("the connection is closed", "连接已关闭"),
            Text("call reconnect(), or Robot.connect()", "请调用 reconnect() 或 Robot.connect()"),
        )


class UnexpectedReply(ConnectionFailure):
    """A request was answered by a message that does not answer it."""

    def __init__(self, asked: str, answer: str) -> None:
        """Both messages' names."""
        super().__init__(
            "unexpected_reply",
            Text(f"{asked} was answered by {answer}", f"{asked} 得到的回答是 {answer}"),
            Text("use the package and the daemon of one release", "请使用同一版本的软件包和守护进程"),
        )


class RequestError(CerebellumError):
    """The daemon did not do what was asked; nothing moved. `reasons` has all of its reasons."""

    def __init__(self, asked: str, result: RequestResult) -> None:
        """The request's name and what it was answered."""
        self.asked = asked
        self.reasons = _reasons(result)
        what = Text(f"{asked}: {result.english}", f"{asked}：{result.chinese}")
        super().__init__(result.code.name.lower(), what, self._remedy())

    def _remedy(self) -> Text:
        return Text("Do what it says, then ask again.", "请按提示处理后重试。")


class Refused(RequestError):
    """The robot's state forbids it."""


class Faulted(Refused):
    """A latched fault forbids it, among others perhaps."""

    def _remedy(self) -> Text:
        return Text("Remove the cause, then clear() and arm().", "排除原因后调用 clear() 和 arm()。")


class Invalid(RequestError):
    """The request asks for what this robot has not, or is not."""

    def _remedy(self) -> Text:
        return Text("Correct the request.", "请改正请求。")


class Busy(RequestError):
    """Another client controls the robot, or another motion runs."""

    def _remedy(self) -> Text:
        return Text("Wait, or let the other client end.", "请等待，或让另一个客户端结束。")


class Unsupported(RequestError):
    """This daemon cannot do it, for instance because its hardware is real."""

    def _remedy(self) -> Text:
        return Text("Ask a simulated robot.", "请在仿真机器人上使用。")


class RobotFault(CerebellumError):
    """A fault latched: the robot brakes or is off. `event` has its code, joint, value and limit."""

    def __init__(self, event: FaultEvent) -> None:
        """What the daemon told of it."""
        number = event.fault.code
        super().__init__(
            "fault",
            Text(f"fault {number}: {event.english}", f"故障 {number}：{event.chinese}"),
            Text(
                f'"cerebellum explain {number}" tells more; clear() and arm() go on',
                f"详见 “cerebellum explain {number}”；之后用 clear() 和 arm() 继续",
            ),
        )
        self.event = event


class MotionEnded(CerebellumError):
    """A motion ended before its time without a fault: somebody stopped the robot, or it holds."""

    def __init__(self, lifecycle: str) -> None:
        """Where the robot is now."""
        super().__init__(
            "motion_ended",
            Text(
                f"the motion was stopped before its end; the robot is {lifecycle}",
                f"动作在结束前被停止；机器人状态：{lifecycle}",
            ),
            Text(
                "find out who stopped it, then arm() and run it again",
                "查明是谁停止的，然后 arm() 并重新运行",
            ),
        )


class NotReached(CerebellumError):
    """The robot did not become what it was to become in time."""

    def __init__(self, goals: str, lifecycle: str, seconds: float) -> None:
        """What it was to become, what it is, and how long was waited."""
        super().__init__(
            "not_reached",
            Text(
                f"the robot is {lifecycle}, and did not become {goals} within {seconds:g} s",
                f"机器人状态为 {lifecycle}，未在 {seconds:g} 秒内变为 {goals}",
            ),
            Text('see "cerebellum status" and the daemon\'s log', "请查看 “cerebellum status” 和守护进程日志"),
        )


class DaemonFailure(CerebellumError):
    """A daemon that this program was to start cannot be found, does not start, or ended. `log` has its words."""

    def __init__(self, code: str, what: Text, remedy: Text, log: str = "") -> None:
        """What it came to."""
        said = f"\n{log}" if log else ""
        super().__init__(code, what, Text(remedy.english + said, remedy.chinese))
        self.log = log


def _reasons(result: RequestResult) -> tuple[Text, ...]:
    """An answer's reasons in both languages: each on a line of its own behind a dash where there are several."""
    listed = [
        [line[2:] for line in text.split("\n") if line.startswith("- ")] for text in (result.english, result.chinese)
    ]
    return tuple(Text(*pair) for pair in zip_longest(*listed, fillvalue="")) or (Text(result.english, result.chinese),)

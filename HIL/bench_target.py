"""What HIL/bench has of labgrid: the drivers of a target, and the words in which it says what is wrong with one."""

import contextlib
import enum
import os
import shlex
import signal
import sys

import pexpect
from labgrid.consoleloggingreporter import ConsoleLoggingReporter
from labgrid.protocol import CommandProtocol, ConsoleProtocol, FileTransferProtocol, PowerProtocol

SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
CHINESE = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "").startswith("zh")


class Exit(enum.IntEnum):
    """Ends of this program; all others are those of `cerebellum hil run` (Documentation/exit-codes.md)."""

    USAGE = 2
    REFUSED = 5
    ENVIRONMENT = 10
    POWER = 11
    SILENT = 12
    TRANSFER = 13
    PROGRAMS = 14
    INTERRUPTED = 130


class Trouble(Exception):
    """Why a run came to no end, and what to do."""

    def __init__(self, end: Exit, english: str, chinese: str):
        super().__init__(chinese if CHINESE else english)
        self.end = end


def say(english: str, chinese: str) -> None:
    with contextlib.suppress(OSError):
        print("==>", chinese if CHINESE else english, file=sys.stderr, flush=True)


def show(lines: list[str]) -> None:
    """What the board prints. When nobody reads it any more, the robot is to stop, as after Ctrl-C."""
    try:
        for line in lines:
            print(line, flush=True)
    except OSError:
        sys.stdout = open(os.devnull, "w")
        raise KeyboardInterrupt from None


def reason(error: BaseException) -> str:
    """One line of what a driver threw: commands say why on their standard error."""
    words = getattr(error, "stderr", None) or getattr(error, "stdout", None)
    text = " ".join(map(str, words)) if isinstance(words, list) else str(words or "")
    return " ".join((text or str(error) or type(error).__name__).split())


def hold_signals() -> None:
    """From here on Ctrl-C waits: what follows makes the bench safe, and takes a bounded time."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


@contextlib.contextmanager
def held_signals():
    """Ctrl-C waits, also in the processes that are started meanwhile: ssh's connection outlives it."""
    hold_signals()
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


@contextlib.contextmanager
def otherwise(end: Exit, english: str, chinese: str):
    """Whatever goes wrong inside, each driver with exceptions of its own, is this trouble; `{}` is its reason."""
    try:
        yield
    except Trouble:
        raise
    except Exception as error:
        why = reason(error)
        raise Trouble(end, english.replace("{}", why), chinese.replace("{}", why)) from error


def driver(target, protocol):
    """The target's driver of `protocol`, not yet activated; throws where there is none, or several."""
    return target.get_driver(protocol, activate=False)


def has(target, protocol) -> bool:
    return any(isinstance(each, protocol) for each in target.drivers)


@contextlib.contextmanager
def powered(target, keep: bool):
    """The board has power inside, and none afterwards, in every case. Without a driver that is a person's to do."""
    if not has(target, PowerProtocol):
        yield
        return
    try:
        with otherwise(
            Exit.POWER,
            "The board's power cannot be switched on: {}. Check the power switch and the environment file.",
            "无法接通开发板电源：{}。请检查电源开关和环境文件。",
        ):
            say("Switching the board's power on", "正在接通开发板电源")
            power = driver(target, PowerProtocol)
            target.activate(power)
            power.on()
        yield
    finally:
        if not keep:
            hold_signals()
            with otherwise(
                Exit.POWER,
                "THE BOARD MAY STILL HAVE POWER: {}. Switch it off by hand.",
                "开发板可能仍然通电：{}。请手动断电。",
            ):
                driver(target, PowerProtocol).off()
            say("The board's power is off", "开发板已断电")


class Console:
    """The serial console, read between steps: labgrid writes what is read into the report's folder."""

    def __init__(self, console=None):
        self.console = console

    def drain(self) -> None:
        if self.console is None:
            return
        try:
            for _ in range(64):
                if len(self.console.read(size=4096, timeout=0.1)) < 4096:
                    return
        except pexpect.TIMEOUT:
            return
        except Exception as error:
            self.console = None
            say(f"The console is lost, the run goes on: {reason(error)}", f"串口控制台丢失，运行继续：{reason(error)}")


@contextlib.contextmanager
def logged_console(target, command, report: str | None):
    """The target's console, where it has one, unless commands go over it: labgrid then reads it anyway."""
    if report is None:
        yield Console()
        return
    ConsoleLoggingReporter.start(report)
    try:
        console = Console()
        if has(target, ConsoleProtocol) and driver(target, ConsoleProtocol) not in command.suppliers:
            with otherwise(
                Exit.ENVIRONMENT,
                "The serial console does not open: {}. Check the adapter and the environment file.",
                "无法打开串口控制台：{}。请检查适配器和环境文件。",
            ):
                target.activate(driver(target, ConsoleProtocol))
                console = Console(driver(target, ConsoleProtocol))
        yield console
        console.drain()
    finally:
        ConsoleLoggingReporter.stop()


class Board:
    """The board, as commands and files reach it."""

    def __init__(self, command, files, console: Console):
        self.command, self.files, self.console = command, files, console
        self.is_lost = False

    def run(self, *words: str, timeout: float = 30) -> tuple[list[str], list[str], int]:
        """Standard output, standard error, exit code."""
        result = self.command.run(shlex.join(words), timeout=timeout)
        self.console.drain()
        return result

    def check(self, *words: str, timeout: float = 30) -> list[str]:
        """What a command prints; throws where it fails."""
        lines, errors, code = self.run(*words, timeout=timeout)
        if code != 0:
            raise RuntimeError(" ".join(errors or lines) or f"exit code {code}")
        return lines

    def shell(self, script: str, *words: str, timeout: float = 30) -> list[str]:
        return self.check("sh", "-c", script, "sh", *words, timeout=timeout)


@contextlib.contextmanager
def connected(target, command, files, console: Console):
    with otherwise(
        Exit.SILENT,
        "The board does not answer: {}. Check its power, its network and the environment file; a board that starts slowly "
        "needs a longer connection_timeout there.",
        "开发板没有应答：{}。请检查电源、网络和环境文件；启动较慢的开发板需要在其中设置更长的 connection_timeout。",
    ):
        say("Connecting to the board", "正在连接开发板")
        with held_signals():
            target.activate(command)
            target.activate(files)
    console.drain()
    board = Board(command, files, console)
    try:
        yield board
    finally:
        # labgrid would wait for one that is lost before its power goes; it does so at the end.
        if not board.is_lost:
            with contextlib.suppress(Exception):
                board.run("sync")
            with contextlib.suppress(Exception):
                target.deactivate(command)

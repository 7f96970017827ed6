"""What befalls the daemon while the arm moves: the blow, within what time the outputs are safe, and how it ends."""
import ctypes
import errno
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Callable

import service
from memory import MemoryGroup

# How much later than its rule the run may see something: the pins are looked at every millisecond, by a process of a machine
# that others use.
SIGHT = 0.050
# The handler drives the lines first, and halts the other threads within 10 ms.
HANDLER = 0.010
# systemd's patience, from the last ping; pings come every half of it.
WATCHDOG = service.WATCHDOG
# The robot file's `stale`, and three periods for the readings in flight and the cycle that sees them.
STALE = 0.2 + 0.03
CYCLES = 0.03
# Shutdown.patience: 1 s and twice what a joint at full speed needs to brake (2 rad/s, 10 rad/s^2).
BRAKING = 1.4
# Two periods of the robot, and less than the five after which a bus's thread sends safe values by itself [ns].
LINGER = 25_000_000
# How long a thread takes to use up ROOM, and the kernel to find whom to kill.
USING_UP = 0.5
ROOM = 32 << 20
# A program that is started, reads two files and opens the devices.
PROGRAM = 1.0

libc = ctypes.CDLL(None, use_errno=True)


def kill(number):
    return lambda run: run.service.process.send_signal(number)


def hit(thread, number):
    """tgkill(2): the signal goes to that thread, as that of its own fault does."""
    def blow(run):
        pid = run.service.process.pid
        target = run.service.thread(thread)
        run.begin()
        if libc.tgkill(pid, target, number) != 0:
            raise OSError(ctypes.get_errno(), "tgkill")
    return blow


def linger(run):
    """The handler comes back from its last write only after the other threads could have written two duties behind it."""
    run.orders["linger"] = LINGER
    hit("cbl-control", signal.SIGSEGV)(run)


def order(**orders):
    def blow(run):
        for name, value in orders.items():
            run.orders[name] = value
    return blow


def press_with(**orders):
    """The emergency stop, pressed while something is wrong: it has to work, and what is kept of it cannot be."""
    def blow(run):
        order(**orders)(run)
        run.begin()
        run.control.ask("line estop 1")
    return blow


def starve(run):
    """One processor for the daemon, and a real-time thread of the highest priority on it for half a second."""
    pid = run.service.process.pid
    processor = max(os.sched_getaffinity(pid))
    for task in os.listdir(f"/proc/{pid}/task"):
        os.sched_setaffinity(int(task), {processor})
    program = (f"import os, time; os.sched_setaffinity(0, {{{processor}}}); end = time.monotonic() + 0.5; "
               "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99))\nwhile time.monotonic() < end: pass")
    run.begin()
    run.hog = subprocess.Popen([sys.executable, "-c", program])


def exhaust(run):
    """The daemon in a cgroup that it uses up: there the kernel finds nobody else, whatever OOMScoreAdjust= is."""
    run.service.memory = MemoryGroup(ROOM)
    run.service.memory.take(run.service.process.pid)
    run.begin()
    run.orders["no_memory"] = 2


@dataclass
class Case:
    name: str
    blow: Callable
    # Within what time the outputs are safe [s], and why that; None: they go on.
    bound: float
    why: str
    # How the daemon ends by itself: signal, or `runs`: it bears it and is told to end afterwards.
    end: str
    # What its log says, where it still can.
    says: str = ""
    board: str = "reverts"
    # What spoils the next start, and how that ends.
    spoil: Callable = None
    # What the next daemon says of its end, where that is more than that it died.
    tells: str = ""
    # Of a daemon that runs on: how it ends when it is told to.
    farewell: str = "exit 0"
    orders: bool = False
    # What moves: `pins` (enable line and PWM), `smbus` (the same on an adapter that speaks SMBus only) or `servos`.
    arm: str = "pins"
    # What ExecStopPost= says of the outputs, where they can be reached.
    switched: tuple = ("drive_enable is high", "pwm is off")
    # Whether the PWM is behind a channel of the mux, which the handler then has to select.
    behind_mux: bool = False


FAULT = HANDLER + SIGHT
ABORT = WATCHDOG + HANDLER + SIGHT

SERVOS = ("pan has no torque", "lift has no torque")

CASES = [
    Case("kill -9", kill(signal.SIGKILL), SIGHT, "the kernel lets go of the line", "SIGKILL"),
    Case("kill -9, lines keep", kill(signal.SIGKILL), PROGRAM + SIGHT, "ExecStopPost=", "SIGKILL", board="keeps"),
    Case("SIGTERM", kill(signal.SIGTERM), BRAKING + SIGHT, "braking", "exit 0", "stopped; the outputs are off"),
    Case("SIGSTOP", kill(signal.SIGSTOP), ABORT, "WatchdogSec=, handler", "SIGABRT", "SIGABRT in thread cerebellumd",
         board="keeps"),
    Case("SIGSEGV, control", hit("cbl-control", signal.SIGSEGV), FAULT, "handler", "SIGSEGV",
         "SIGSEGV in thread cbl-control", board="keeps"),
    Case("SIGSEGV, slow write", linger, FAULT + LINGER * 1e-9, "handler", "SIGSEGV", "SIGSEGV in thread cbl-control", board="keeps",
         orders=True),
    Case("SIGBUS, bus", hit("cbl-bus", signal.SIGBUS), FAULT, "handler", "SIGBUS", "SIGBUS in thread cbl-bus",
         board="keeps"),
    Case("SIGSEGV, service", hit("cerebellumd", signal.SIGSEGV), FAULT, "handler", "SIGSEGV",
         "SIGSEGV in thread cerebellumd", board="keeps", behind_mux=True),
    Case("SIGFPE, service", hit("cerebellumd", signal.SIGFPE), FAULT, "handler", "SIGFPE", "SIGFPE in", board="keeps"),
    Case("SIGSYS, control", hit("cbl-control", signal.SIGSYS), FAULT, "handler", "SIGSYS", "SIGSYS in", board="keeps"),
    Case("abort", kill(signal.SIGABRT), FAULT, "handler", "SIGABRT", "SIGABRT in thread cerebellumd", board="keeps"),
    Case("trap, control", order(control=2), FAULT + CYCLES, "a cycle, handler", "trap", "in thread cbl-control (",
         board="keeps", orders=True),
    Case("trap, bus", order(bus=2), FAULT + CYCLES, "a cycle, handler", "trap", "in thread cbl-bus (", board="keeps",
         orders=True),
    Case("stack overflow", order(control=3), FAULT + CYCLES, "a cycle, handler", "SIGSEGV", "SIGSEGV in thread cbl-control",
         board="keeps", orders=True),
    Case("hung control", order(control=1), ABORT + CYCLES, "WatchdogSec=, handler", "SIGABRT",
         "SIGABRT in thread cerebellumd", board="keeps", orders=True, behind_mux=True),
    Case("hung bus", order(bus=1), STALE + SIGHT, "stale", "SIGABRT", "SIGABRT in thread cerebellumd", board="keeps",
         orders=True),
    Case("out of memory", order(no_memory=1), FAULT + CYCLES, "the next allocation, handler", "fault", " in thread cerebellumd",
         board="keeps", orders=True),
    Case("killed for memory", exhaust, USING_UP + PROGRAM + SIGHT, "the kernel's killer, ExecStopPost=", "SIGKILL", board="keeps",
         orders=True, tells="systemd: oom-kill, killed KILL"),
    Case("starved 0.5 s", starve, 0.5 + ABORT + PROGRAM, "0.5 s, WatchdogSec=, handler or ExecStopPost=", "any", board="keeps"),
    Case("disk full", press_with(disk_error=errno.ENOSPC), CYCLES + SIGHT, "emergency stop, cycles", "runs",
         "No space left on device", board="keeps", orders=True),
    Case("disk read-only", press_with(disk_error=errno.EROFS), CYCLES + SIGHT, "emergency stop, cycles", "runs",
         "Read-only file system", board="keeps", orders=True),
    Case("disk slow", press_with(disk_delay=3_000_000_000), CYCLES + SIGHT, "emergency stop, cycles", "runs",
         "fault 501", board="keeps", orders=True),
    Case("bus removed", order(bus_error=errno.ENODEV), STALE + SIGHT, "stale", "runs", "fault ", board="keeps",
         farewell="exit 4", orders=True),
    Case("lines removed", order(line_error=errno.ENODEV), CYCLES + SIGHT, "502: PWM off", "runs", "fault 50",
         board="keeps", farewell="exit 4", orders=True),
    Case("clock set", order(clock_shift=86400 * 10**9), None, "nothing happens", "runs", "by 86400 s", orders=True),
    Case("kill -9, SMBus", kill(signal.SIGKILL), PROGRAM + SIGHT, "ExecStopPost=", "SIGKILL", board="keeps", arm="smbus"),
    Case("SIGSEGV, SMBus", hit("cbl-control", signal.SIGSEGV), FAULT, "handler", "SIGSEGV", "SIGSEGV in thread cbl-control",
         board="keeps", arm="smbus", behind_mux=True),
    Case("kill -9, servos", kill(signal.SIGKILL), PROGRAM + SIGHT, "ExecStopPost=", "SIGKILL", arm="servos", switched=SERVOS),
    Case("SIGSEGV, servos", hit("cbl-bus", signal.SIGSEGV), FAULT + PROGRAM, "ExecStopPost=", "SIGSEGV",
         "SIGSEGV in thread cbl-bus", arm="servos", switched=SERVOS),
    Case("spoilt file", kill(signal.SIGKILL), SIGHT, "the kernel lets go of the line", "SIGKILL", spoil=lambda run: run.spoil()),
]

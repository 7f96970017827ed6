"""Stands in for labgrid in Tests/Scripts/bench-test: what is asked of a bench is written to $RECORD, a line each.

The board is a folder, $BOARD, and this machine's shell. The environment file holds words: `power`, `console`, `silent`
(the board does not answer), `full` (no file arrives), `cut N` (nothing answers after N commands), `early` (Ctrl-C while
the suite starts), `stuck` (the power stays on), `dark` (it cannot be switched on).
"""

import os
import pathlib
import shutil
import signal
import subprocess
import warnings

import pexpect

from .protocol import CommandProtocol, ConsoleProtocol, FileTransferProtocol, PowerProtocol

warnings.simplefilter("error")


def record(line):
    with open(os.environ["RECORD"], "a") as file:
        print(line, file=file)


def on_board(text):
    return text.replace("/tmp/cerebellum-bench", os.environ["BOARD"] + "/folder")


class ExecutionError(Exception):
    def __init__(self, msg, stdout=None, stderr=None):
        super().__init__(msg)
        self.stdout, self.stderr = stdout, stderr


class Driver:
    def __init__(self, words):
        self.words = words
        self.is_active = False

    def activate(self):
        self.is_active = True


class Power(Driver, PowerProtocol):
    def on(self):
        assert self.is_active
        record("power on")
        if "dark" in self.words:
            raise ExecutionError("no route to 192.168.0.42")

    def off(self):
        assert self.is_active
        record("power off")
        if "stuck" in self.words:
            raise ExecutionError("relay welded")


class Ssh(Driver, CommandProtocol, FileTransferProtocol):
    suppliers = ()
    left = None

    def activate(self):
        if self.is_active:
            return
        record("connect")
        if "silent" in self.words:
            raise Exception("Timeout while waiting for ssh connection")
        self.is_active = True
        if "cut" in self.words:
            self.left = int(self.words[self.words.index("cut") + 1])

    def run(self, command, timeout=None):
        assert self.is_active
        if self.left == 0:
            raise ExecutionError("Keepalive no longer running")
        if self.left:
            self.left -= 1
        for word in ("start", "interrupt"):
            if f"/bench-player {word}" in command:
                record(word)
        if "early" in self.words and "/bench-player start" in command:
            os.kill(os.getpid(), signal.SIGINT)
        done = subprocess.run(
            ["sh", "-c", on_board(command)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout
        )
        return done.stdout.splitlines(), done.stderr.splitlines(), done.returncode

    def put(self, filename, remotepath):
        record("put")
        if "full" in self.words:
            raise ExecutionError("scp failed", stderr=["write remote: No space left on device"])
        shutil.copy(filename, on_board(remotepath))

    def get(self, filename, destination):
        record("get")
        shutil.copy(on_board(filename), destination)


class Console(Driver, ConsoleProtocol):
    lines = [b"Linux starts\n"]

    def read(self, size=1, timeout=0.0):
        if not self.lines:
            raise pexpect.TIMEOUT("")
        record("console")
        return self.lines.pop()


class Target:
    def __init__(self, words):
        kinds = {"power": Power, "console": Console}
        self.drivers = [Ssh(words)] + [kinds[word](words) for word in words if word in kinds]

    def get_driver(self, protocol, *, activate=True):
        assert not activate
        (driver,) = [each for each in self.drivers if isinstance(each, protocol)]
        return driver

    def activate(self, driver):
        driver.activate()

    def deactivate(self, driver):
        record("disconnect")


class Environment:
    def __init__(self, path):
        self.words = pathlib.Path(path).read_text().split()

    def get_target(self, role):
        return Target(self.words) if role == "main" else None

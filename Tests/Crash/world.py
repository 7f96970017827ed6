"""The simulated chips, motors and pins, in a process of their own, and what is seen at the pins."""
import json
import os
import socket
import subprocess
import threading
import time


class Broken(Exception):
    """The run cannot say anything: not a result."""


def first():
    """Before whatever else this machine does, where that is allowed."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except PermissionError:
        pass


class World:
    def __init__(self, programs, robot, board, folder):
        self.folder = folder
        self.log = open(f"{folder}/backend.log", "wb")
        self.process = subprocess.Popen(
            [f"{programs}/cerebellum", "hil-backend", "--robot", robot, "--board", board, "--directory", folder],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, preexec_fn=first)
        deadline = time.monotonic() + 20
        while not os.path.exists(f"{folder}/wires.sock"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.end()
                raise Broken("the backend does not serve: " + open(f"{folder}/backend.log").read())
            time.sleep(0.02)

    def control(self):
        return Control(f"{self.folder}/control.sock")

    def is_switched_off(self, behind_mux):
        """Whether every channel of the PWM chip is full off in its own registers, whatever its output enable is (PCA9685, LEDn_OFF_H
        bit 4)."""
        with socket.socket(socket.AF_UNIX) as wires:
            wires.settimeout(10)
            wires.connect(f"{self.folder}/wires.sock")
            answers = wires.makefile()
            # The mux selects when a transfer has ended.
            for transfer in (["w71:04"] if behind_mux else []) + ["w41:06 r41:64"]:
                wires.sendall(f"i2c main {transfer}\n".encode())
                answer = answers.readline()
        registers = bytes.fromhex(answer.split()[-1]) if answer.startswith("ok") else b""
        if len(registers) != 64:
            raise Broken(f"the PWM chip does not answer: {answer}")
        return all(high & 0x10 for high in registers[3::4])

    def end(self):
        self.process.kill()
        self.process.wait()
        self.log.close()


class Control:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(10)
        self.socket.connect(path)
        self.lines = self.socket.makefile("rw")

    def ask(self, request):
        self.lines.write(request + "\n")
        self.lines.flush()
        answer = self.lines.readline().rstrip("\n")
        if not answer.startswith("ok"):
            raise Broken(f"{request}: {answer or 'the backend is gone'}")
        return answer[3:]

    def state(self):
        return Sample(json.loads(self.ask("state")))


class Sample:
    """The pins and joints at `time` [ns of CLOCK_MONOTONIC]."""

    def __init__(self, state):
        self.time = state["time_ns"]
        self.enable_is_safe = state["lines"]["GPIO27"] == 1
        self.pwm_is_off = not any(any(duties) for duties in state["outputs"].values())
        self.positions = [joint["position"] for joint in state["joints"]]

    @property
    def is_safe(self):
        return self.enable_is_safe or self.pwm_is_off


class Watch(threading.Thread):
    """Looks at the pins every millisecond."""

    def __init__(self, world):
        super().__init__(daemon=True)
        self.control = world.control()
        self.samples = []
        self.ends = False
        self.start()

    def run(self):
        ends = False
        while not ends:
            # Once more after the end was wanted.
            ends = self.ends
            self.samples.append(self.control.state())
            time.sleep(0.001)

    def finish(self):
        self.ends = True
        self.join()

    def safe_after(self, begin):
        """When the outputs were safe for good after `begin`: the sample, and the longest gap between two until then [ns].
        None: they are not."""
        samples = list(self.samples)
        found, gap, before = None, 0, begin
        for sample in samples:
            if sample.time < begin:
                continue
            if found is None:
                gap = max(gap, sample.time - before)
                before = sample.time
            if not sample.is_safe:
                found = None
            elif found is None:
                found = sample
        return found, gap

"""Two servos on a serial line, in the run's own process: what the daemon opens is a terminal of the kernel's. Requests, answers and
registers are those of Feetech's STS series (Documentation/devices/feetech.md); who has torque is at once where it shall go."""
import math
import os
import select
import threading
import time
import tty

TORQUE, GOAL, LOCK, PRESENT = 40, 42, 55, 56
FOR_ALL = 0xFE


def frame(identity, *body):
    inner = bytes([identity, len(body) + 1, *body])
    return b"\xff\xff" + inner + bytes([~sum(inner) & 0xFF])


class Servo:
    def __init__(self, identity):
        self.registers = bytearray(128)
        # Firmware 3.9, an STS3215, answers everything, a whole turn, 70 degC, 4 to 14 V, all of its torque, speeds in counts per
        # second.
        for place, value in {0: 3, 1: 9, 3: 777 & 0xFF, 4: 777 >> 8, 5: identity, 8: 1, 11: 0xFF, 12: 0x0F, 13: 70, 14: 140, 15: 40,
                             16: 1000 & 0xFF, 17: 1000 >> 8, 18: 0x0C, 19: 44, 21: 32, 43: 8, 48: 1000 & 0xFF, 49: 1000 >> 8,
                             LOCK: 1, PRESENT + 1: 8, 62: 120, 63: 30}.items():
            self.registers[place] = value

    def write(self, place, values):
        self.registers[place:place + len(values)] = values
        if self.registers[TORQUE]:
            self.registers[PRESENT:PRESENT + 2] = self.registers[GOAL:GOAL + 2]

    @property
    def has_torque(self):
        return self.registers[TORQUE] != 0

    @property
    def position(self):
        return (int.from_bytes(self.registers[PRESENT:PRESENT + 2], "little") - 2048) * math.tau / 4096


class ServoSample:
    """As world.Sample: torque is what pins and PWM are elsewhere."""

    def __init__(self, servos):
        self.time = time.monotonic_ns()
        self.is_safe = not any(servo.has_torque for servo in servos)
        self.enable_is_safe = self.pwm_is_off = self.is_safe
        self.positions = [servo.position for servo in servos]


class ServoWorld:
    """Has what world.World has."""

    def __init__(self, terminal):
        self.servos = {identity: Servo(identity) for identity in (1, 2)}
        self.line, other = os.openpty()
        tty.setraw(other)
        os.symlink(os.ttyname(other), terminal)
        os.close(other)
        self.ends = False
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def control(self):
        return self

    def state(self):
        return ServoSample(self.servos.values())

    def is_switched_off(self, behind_mux):
        return self.state().is_safe

    def ask(self, request):
        """Nothing here is pressed or turned."""

    def end(self):
        self.ends = True
        self.thread.join()
        os.close(self.line)

    def _serve(self):
        heard = b""
        while not self.ends:
            if not select.select([self.line], [], [], 0.05)[0]:
                continue
            try:
                heard += os.read(self.line, 4096)
            except OSError:  # Nobody has it open.
                time.sleep(0.001)
                continue
            while (start := heard.find(b"\xff\xff")) >= 0 and len(heard) >= start + 6:
                end = start + 4 + heard[start + 3]
                if len(heard) < end:
                    break
                request, heard = heard[start:end], heard[end:]
                if sum(request[2:]) & 0xFF == 0xFF:
                    self._do(request[2], request[4], request[5:-1])

    def _do(self, identity, instruction, parameters):
        own = [servo for number, servo in self.servos.items() if identity in (number, FOR_ALL)]
        if instruction == 0x83:
            # Which registers and how many, then of each servo its number and theirs.
            place, width = parameters[0], parameters[1]
            for at in range(2, len(parameters), width + 1):
                if parameters[at] in self.servos:
                    self.servos[parameters[at]].write(place, parameters[at + 1:at + 1 + width])
        elif instruction == 0x82:
            for number in parameters[2:]:
                if number in self.servos:
                    self._answer(number, self.servos[number].registers[parameters[0]:parameters[0] + parameters[1]])
        elif instruction == 3:
            for servo in own:
                servo.write(parameters[0], parameters[1:])
        if identity == FOR_ALL or not own:
            return
        if instruction == 2:
            self._answer(identity, own[0].registers[parameters[0]:parameters[0] + parameters[1]])
        elif instruction in (1, 3):
            self._answer(identity, b"")

    def _answer(self, identity, values):
        os.write(self.line, frame(identity, 0, *values))

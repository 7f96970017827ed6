"""What happened in a demonstration: the log, and what pictures and plots are made of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..wire import FaultEvent, Lifecycle, Reply, State


@dataclass
class Shot:
    """The bodies at one instant."""

    time: float
    positions: NDArray[np.float64]
    part: str
    colour: str
    push: float


@dataclass
class Record:
    """Everything in the order in which it came. Nothing of it depends on the wall clock."""

    joints: tuple[str, ...]
    rate: float
    parts: list[tuple[float, str]] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    shots: list[Shot] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    colour: str = "off"

    def __post_init__(self) -> None:
        """Begins the log."""
        columns = ("reference", "measured", "velocity", "effort")
        names = ",".join(f"{joint}.{column}" for joint in self.joints for column in columns)
        self.lines.append(f"time,cycle,lifecycle,fault,{names}")

    def hear(self, message: Reply) -> None:
        """Takes a message of the daemon."""
        if isinstance(message, State):
            self._add(message)
        elif isinstance(message, FaultEvent):
            self.lines.append(f"# cycle {message.cycle}: {message.fault.code} {message.english}")

    def _add(self, state: State) -> None:
        self.states.append(state)
        faulted = state.lifecycle is Lifecycle.FAULTED
        self.colour = "fault" if faulted else "on" if state.outputs_enabled else "off"
        columns = (state.reference_position, state.measured_position, state.measured_velocity, state.effort_applied)
        # repr: the shortest digits that are this number and no other.
        numbers = ",".join(repr(float(column[joint])) for joint in range(len(self.joints)) for column in columns)
        code = state.fault.code if state.fault else 0
        self.lines.append(f"{state.cycle / self.rate!r},{state.cycle},{state.lifecycle.word},{code},{numbers}")

    def enter(self, part: str) -> None:
        """A part of the story begins."""
        at = self.states[-1].cycle / self.rate if self.states else 0.0
        self.parts.append((at, part))
        print(f"{at:7.2f} s  {part}", flush=True)

    def write(self, path: Path) -> str:
        """Writes the log; returns its SHA-256."""
        data = ("\n".join(self.lines) + "\n").encode()
        path.write_bytes(data)
        return hashlib.sha256(data).hexdigest()

"""What a campaign plays, and in which portions."""

from __future__ import annotations

import math
import shlex
from collections.abc import Collection, Iterator
from dataclasses import dataclass

SMALLEST, LARGEST = 0, 2**32 - 1
"""Seeds have 32 bits."""


@dataclass(frozen=True)
class Chunk:
    """The seeds from `first` to `last`, played by one process in this order."""

    first: int
    last: int

    @property
    def seeds(self) -> range:
        """All of them."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class Tuning:
    """What is varied of a robot, and what it does: options of `cerebellum campaign`."""

    vary: tuple[str, ...]
    motion: str | None = None
    scenario: str | None = None
    rank: str = "rms"

    @property
    def options(self) -> list[str]:
        """Those that decide on a run."""
        options = [word for text in self.vary for word in ("--vary", text)]
        options += ["--motion", self.motion] if self.motion else []
        return [*options, *(["--scenario", self.scenario] if self.scenario else [])]

    @property
    def last(self) -> int | None:
        """The last run of a grid, which is the product of its counts; the program judges what is written otherwise."""
        counts = [text.rpartition("=")[2].rpartition(":")[2] for text in self.vary]
        return math.prod(map(int, counts)) if all(count.isdecimal() for count in counts) else None


@dataclass(frozen=True)
class Campaign:
    """The runs of `count` seeds from `first` on. The robots take turns by seed."""

    robots: tuple[str, ...]
    first: int = 1
    count: int = 1000
    tuning: Tuning | None = None
    """Of a robot whose values are varied; otherwise random faults happen."""

    @property
    def seeds(self) -> range:
        """All of them."""
        return range(self.first, self.first + self.count)

    def robot(self, seed: int) -> str:
        """The robot file of `seed`."""
        return self.robots[seed % len(self.robots)]

    def command(self, seed: int) -> str:
        """What plays `seed` again, alone, and tells all of it."""
        options = ["--robot", self.robot(seed), *(self.tuning.options if self.tuning else []), "--seeds", str(seed)]
        return shlex.join(["cerebellum", "campaign", *options])

    @property
    def options(self) -> list[str]:
        """What the program is told of it, beside the seeds."""
        robots = [word for robot in self.robots for word in ("--robot", robot)]
        return [*robots, *(self.tuning.options if self.tuning else [])]

    @property
    def files(self) -> list[str]:
        """The files that it names."""
        named = [self.tuning.motion, self.tuning.scenario] if self.tuning else []
        return [*self.robots, *(file for file in named if file)]

    def missing(self, done: Collection[int], size: int) -> Iterator[Chunk]:
        """The seeds that are not `done`, in chunks of at most `size` neighbours."""
        begin: int | None = None
        for seed in range(self.first, self.first + self.count + 1):
            is_wanted = seed < self.first + self.count and seed not in done
            if begin is not None and (not is_wanted or seed - begin == size):
                yield Chunk(begin, seed - 1)
                begin = None
            if is_wanted and begin is None:
                begin = seed

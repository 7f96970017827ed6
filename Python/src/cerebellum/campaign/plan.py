"""What a campaign plays, and in which portions."""

from __future__ import annotations

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
class Campaign:
    """The runs of `count` seeds from `first` on. The robots take turns by seed."""

    robots: tuple[str, ...]
    first: int = 1
    count: int = 1000

    @property
    def seeds(self) -> range:
        """All of them."""
        return range(self.first, self.first + self.count)

    def robot(self, seed: int) -> str:
        """The robot file of `seed`."""
        return self.robots[seed % len(self.robots)]

    def command(self, seed: int) -> str:
        """What plays `seed` again, alone, and tells all of it."""
        return f"cerebellum campaign --robot {self.robot(seed)} --seeds {seed}"

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

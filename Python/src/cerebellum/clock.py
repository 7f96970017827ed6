"""The clock that deadlines are on: CLOCK_MONOTONIC, the daemon's too; in lock-step the simulation's."""

import time
from collections.abc import Callable


class Deadline:
    """An instant that everything which belongs together must be done by."""

    __slots__ = ("_end", "_now", "seconds")

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        """So many seconds from now, on the clock that `now` reads [s]."""
        self.seconds = seconds
        self._now = now
        self._end = now() + seconds

    @property
    def left(self) -> float:
        """Seconds until then, at least 0."""
        return max(self._end - self._now(), 0.0)

    @property
    def has_passed(self) -> bool:
        """Whether it is over."""
        return self._now() >= self._end

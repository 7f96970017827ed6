"""The clock that deadlines are on: CLOCK_MONOTONIC, the daemon's too."""

import time


class Deadline:
    """An instant that everything which belongs together must be done by."""

    __slots__ = ("_end", "seconds")

    def __init__(self, seconds: float) -> None:
        """So many seconds from now."""
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until then, at least 0."""
        return max(self._end - time.monotonic(), 0.0)

    @property
    def has_passed(self) -> bool:
        """Whether it is over."""
        return time.monotonic() >= self._end

"""Who plays chunks: processes of this machine, or those of Ray."""

from __future__ import annotations

import concurrent.futures
import os
from typing import Protocol

from .plan import Campaign, Chunk
from .play import Played, play


class Workers(Protocol):
    """Several who play chunks at the same time."""

    count: int
    """How many at the same time."""

    def start(self, chunk: Chunk) -> None:
        """Has `chunk` played; at most `count` at the same time."""

    def next(self) -> tuple[Chunk, Played]:
        """Waits for one that is through."""

    def end(self) -> None:
        """Waits for the others, and frees what was taken."""


class LocalWorkers:
    """Processes of this machine, `count` at the same time."""

    def __init__(self, count: int, programs: str | None, campaign: Campaign) -> None:
        """Nothing runs yet."""
        self.count = count
        self._programs = programs
        self._campaign = campaign
        # A thread waits for each process.
        self._pool = concurrent.futures.ThreadPoolExecutor(count)
        self._running: dict[concurrent.futures.Future[Played], Chunk] = {}

    def start(self, chunk: Chunk) -> None:
        """Starts a process."""
        self._running[self._pool.submit(play, self._programs, self._campaign, os.getcwd(), chunk)] = chunk

    def next(self) -> tuple[Chunk, Played]:
        """Waits for one."""
        done, _ = concurrent.futures.wait(self._running, return_when=concurrent.futures.FIRST_COMPLETED)
        future = done.pop()
        return self._running.pop(future), future.result()

    def end(self) -> None:
        """Waits for the others."""
        self._pool.shutdown(cancel_futures=True)

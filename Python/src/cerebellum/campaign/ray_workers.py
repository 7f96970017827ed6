"""Chunks as tasks of Ray, on this machine or a cluster."""

from __future__ import annotations

import os
from typing import Any

from .errors import NodeFailure, NoRay
from .plan import Campaign, Chunk
from .play import Played, play


class RayWorkers:
    """Tasks of Ray, a processor each, `count` at the same time.

    Every node needs this package, the program and the robot files: the program in `programs`, in the folder of its own
    `$CEREBELLUM_PROGRAMS`, or on PATH; the robot files at the same paths, or in the shipped folder. Results of
    another robot file or release are noticed.
    """

    def __init__(self, address: str | None, count: int | None, programs: str | None, campaign: Campaign) -> None:
        """Joins the cluster at `address`, or starts one of `count` processors here. Throws `NoRay`."""
        try:
            import ray
            import ray.exceptions  # A folder of that name (Ray's own /tmp/ray) is no Ray.
        except ImportError:
            raise NoRay from None
        self._ray = ray
        if address is None:
            ray.init(num_cpus=count, include_dashboard=False, log_to_driver=False)
        else:
            ray.init(address=address, log_to_driver=False)
        self.count = count or max(1, int(ray.cluster_resources().get("CPU", 1)))
        # A chunk that dies is the driver's to play again: only it knows which seed it was.
        self._task = ray.remote(num_cpus=1, max_retries=0)(play)
        self._arguments = (programs, campaign, os.getcwd())
        self._running: dict[Any, Chunk] = {}

    def start(self, chunk: Chunk) -> None:
        """Hands a task over."""
        self._running[self._task.remote(*self._arguments, chunk)] = chunk

    def next(self) -> tuple[Chunk, Played]:
        """Waits for one."""
        (done, *_), _ = self._ray.wait(list(self._running), num_returns=1)
        chunk = self._running.pop(done)
        try:
            return chunk, self._ray.get(done)
        except self._ray.exceptions.RayTaskError as error:
            raise NodeFailure(str(error.cause)) from error
        except self._ray.exceptions.RayError as error:
            # The worker, its node or their memory.
            return chunk, Played(loss=type(error).__name__)

    def end(self) -> None:
        """Leaves Ray, or ends what was started here."""
        self._ray.shutdown()

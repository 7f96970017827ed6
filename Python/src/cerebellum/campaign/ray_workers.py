"""Chunks as tasks of Ray, on this machine or a cluster."""

from __future__ import annotations

import os
import socket
import time
from typing import Any

from .errors import NoCluster, NodeFailure, NoProcessors, NoRay
from .plan import Campaign, Chunk
from .play import Played, play

PATIENCE = 300.0
"""So many seconds a cluster may be without a processor: one that grows has them after minutes."""
_REACHES = 10.0
"""So many seconds the head of a cluster may take to answer a connection. Ray itself tries for minutes."""
_LOOKS = 5.0
"""So many seconds pass between two looks whether the cluster has processors."""


class RayWorkers:
    """Tasks of Ray, a processor each, `count` at the same time.

    Every node needs this package, the program and the robot files: the program in `programs`, in the folder of its own
    `$CEREBELLUM_PROGRAMS`, or on PATH; the robot files at the same paths, or in the shipped folder. Results of
    another robot file or release are noticed.
    """

    def __init__(self, address: str | None, count: int | None, programs: str | None, campaign: Campaign) -> None:
        """Joins the cluster at `address`, or starts one of `count` processors here. Throws `NoRay`, `NoCluster`."""
        try:
            import ray
            import ray.exceptions  # A folder of that name (Ray's own /tmp/ray) is no Ray.
        except ImportError:
            raise NoRay from None
        self._ray = ray
        try:
            if address is None:
                ray.init(num_cpus=count, include_dashboard=False, log_to_driver=False)
            else:
                _reach(address)
                ray.init(address=address, log_to_driver=False)
        except (OSError, OverflowError, RuntimeError, ValueError) as error:
            raise NoCluster(address, str(error)) from error
        self.count = count or max(1, int(ray.cluster_resources().get("CPU", 1)))
        # A chunk that dies is the driver's to play again: only it knows which seed it was.
        self._task = ray.remote(num_cpus=1, max_retries=0)(play)
        self._arguments = (programs, campaign, os.getcwd())
        self._running: dict[Any, Chunk] = {}

    def start(self, chunk: Chunk) -> None:
        """Hands a task over."""
        self._running[self._task.remote(*self._arguments, chunk)] = chunk

    def next(self) -> tuple[Chunk, Played]:
        """Waits for one. Throws `NodeFailure`, and `NoProcessors` where there are none for `PATIENCE` seconds."""
        done = self._wait()
        chunk = self._running.pop(done)
        try:
            return chunk, self._ray.get(done)
        except self._ray.exceptions.RayTaskError as error:
            raise NodeFailure(str(error.cause)) from error
        except self._ray.exceptions.RayError as error:
            # The worker, its node or their memory.
            return chunk, Played(loss=type(error).__name__)

    def _wait(self) -> Any:
        """The first that is through, however long it takes, as long as there are processors that may play it."""
        last = time.monotonic()
        while True:
            done, _ = self._ray.wait(list(self._running), num_returns=1, timeout=_LOOKS)
            if done:
                return done[0]
            if self._ray.cluster_resources().get("CPU", 0) >= 1:
                last = time.monotonic()
            elif time.monotonic() - last > PATIENCE:
                raise NoProcessors(PATIENCE)

    def end(self) -> None:
        """Leaves Ray, or ends what was started here."""
        self._ray.shutdown()


def _reach(address: str) -> None:
    """Throws `OSError` where `address` names a machine and a port, and nobody listens there."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), timeout=_REACHES).close()

"""What the tests of the simulator share."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cerebellum.simulator import Server

_numbers = itertools.count()


@pytest.fixture(params=["unix", "shm"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An address that nobody else has, of each way."""
    if request.param == "unix":
        yield f"unix:{tmp_path}/s.sock"
        return
    name = f"cbs-py-{os.getpid()}-{next(_numbers)}"
    yield f"shm:{name}"
    Path("/dev/shm", name).unlink(missing_ok=True)


@pytest.fixture
def serve() -> Iterator[Callable[[Server], None]]:
    """Serves in a thread, until the test ends."""
    running: list[tuple[Server, threading.Event, threading.Thread]] = []

    def start(server: Server) -> None:
        stop = threading.Event()
        thread = threading.Thread(target=server.serve, args=(stop.is_set,), daemon=True)
        thread.start()
        running.append((server, stop, thread))

    yield start
    for server, stop, thread in running:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()
        server.close()

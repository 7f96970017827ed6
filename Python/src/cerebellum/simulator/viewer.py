"""MuJoCo's viewer, which ends before the program does."""

from __future__ import annotations

import threading

import mujoco  # type: ignore[import-untyped, unused-ignore]

_PATIENCE = 10.0
"""So many seconds the viewer may take to end."""


class Viewer:
    """A window that shows `data` of `model`, as long as nobody closes it."""

    def __init__(self, model: mujoco.MjModel, data: mujoco.MjData) -> None:
        """Opens it."""
        import mujoco.viewer  # type: ignore[import-untyped, unused-ignore]

        others = set(threading.enumerate())
        self._window = mujoco.viewer.launch_passive(model, data)
        self._threads = set(threading.enumerate()) - others

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it."""
        return bool(self._window.is_running())

    def show(self) -> None:
        """Shows what is there now."""
        self._window.sync()

    def close(self) -> None:
        """Closes it, and waits for its thread: a program that ends before that crashes, or hangs, in the driver."""
        self._window.close()
        for thread in self._threads:
            thread.join(_PATIENCE)

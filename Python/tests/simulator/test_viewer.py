from __future__ import annotations

import sys
import threading
import time
import types

import mujoco  # type: ignore[import-untyped, unused-ignore]
import pytest

from cerebellum.simulator.viewer import Viewer


class Window:
    """As MuJoCo's: a thread of its own draws, and takes its time to end."""

    def __init__(self) -> None:
        self.shown = 0
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self.draw, daemon=True)
        self.thread.start()

    def draw(self) -> None:
        self.ends.wait()
        time.sleep(0.2)

    def is_running(self) -> bool:
        return not self.ends.is_set()

    def sync(self) -> None:
        self.shown += 1

    def close(self) -> None:
        self.ends.set()


def test_the_viewer_ends_before_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    windows: list[Window] = []

    def launch(model: object, data: object) -> Window:
        windows.append(Window())
        return windows[0]

    module = types.ModuleType("mujoco.viewer")
    monkeypatch.setattr(module, "launch_passive", launch, raising=False)
    monkeypatch.setitem(sys.modules, "mujoco.viewer", module)
    monkeypatch.setattr(mujoco, "viewer", module, raising=False)
    model = mujoco.MjModel.from_xml_string("<mujoco/>")
    viewer = Viewer(model, mujoco.MjData(model))
    viewer.show()
    assert viewer.is_open
    viewer.close()
    assert not viewer.is_open
    # A thread that draws while the program ends crashes it, or never lets it end.
    assert not windows[0].thread.is_alive()
    assert windows[0].shown == 1

"""Pictures of a record, drawn without a display."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import mujoco  # type: ignore[import-untyped, unused-ignore]
import numpy as np

from . import scene
from .picture import Image, calm, write_apng, write_png
from .record import Record, Shot

WIDTH, HEIGHT = 480, 360
FRAMES, SPEED, MOST = 10, 2, 200
"""Of the animation: frames in a second, how much faster than the robot it is, and its frames at the most: what is
longer is shown faster.
"""


def draw(model: mujoco.MjModel, shots: Sequence[Shot], pushed: str) -> list[Image]:
    """A picture of each of `shots`; an arrow shows how joint `pushed` is pushed."""
    data = mujoco.MjData(model)
    view = scene.camera(model)
    images: list[Image] = []
    with mujoco.Renderer(model, HEIGHT, WIDTH) as renderer:
        for shot in shots:
            data.qpos[:] = shot.positions
            mujoco.mj_forward(model, data)
            scene.paint(model, shot.colour)
            renderer.update_scene(data, view)
            if shot.push:
                scene.add_arrow(renderer.scene, data, model.joint(pushed).id, shot.push)
            images.append(renderer.render().copy())
    return images


def write(folder: Path, record: Record, model: mujoco.MjModel, pushed: str) -> list[Path]:
    """Writes a picture of the middle of each part, and the animation; returns their paths."""
    period = max(SPEED / FRAMES, record.shots[-1].time / MOST)
    chosen: list[Shot] = []
    for shot in record.shots:
        if not chosen or shot.time >= chosen[-1].time + period - 1e-6:
            chosen.append(shot)
    images = draw(model, chosen, pushed)
    paths = []
    ends = [begin for begin, _ in record.parts[1:]] + [chosen[-1].time]
    for number, ((begin, name), end) in enumerate(zip(record.parts, ends, strict=True)):
        middle = int(np.argmin([abs(shot.time - (begin + end) / 2) for shot in chosen]))
        paths.append(folder / f"{number}-{name.replace(', ', '-').replace(' ', '-')}.png")
        write_png(paths[-1], images[middle])
    paths.append(folder / "demo.png")
    write_apng(paths[-1], calm(images, bits=6), 1 / FRAMES)
    return paths

"""The demonstration: twice the same log, with and without something that draws."""

from __future__ import annotations

import os
import re
import signal
import struct
import subprocess
import sys
import xml.etree.ElementTree
import zlib
from pathlib import Path

import numpy as np
import pytest

from cerebellum.demo.picture import calm, write_apng


def demo(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cerebellum.demo", "--output", str(folder / "out"), "--seconds", "14"]
    folder.mkdir(exist_ok=True)
    free = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "MUJOCO_GL")}
    return subprocess.run(command, env=free | environment, cwd=folder, capture_output=True, text=True, check=False)


def digest(run: subprocess.CompletedProcess[str]) -> str:
    assert run.returncode == 0, run.stderr
    found = re.search(r"sha256 of log.csv: ([0-9a-f]{64})", run.stdout)
    assert found
    return found[1]


def test_two_demos_have_one_log_and_pictures_where_something_draws(tmp_path: Path) -> None:
    first = demo(tmp_path / "1")
    blind = demo(tmp_path / "2", MUJOCO_GL="disabled")
    assert digest(first) == digest(blind)
    parts = [line.split("s  ")[-1] for line in first.stdout.splitlines() if re.match(r" +[0-9.]+ s  ", line)]
    story = [
        "at rest",
        "arm",
        "trajectory",
        "impedance",
        "push",
        "e-stop",
        "clear, arm",
        "trajectory",
        "disarm",
    ]
    assert parts == story
    log = (tmp_path / "1/out/log.csv").read_bytes()
    assert log == (tmp_path / "2/out/log.csv").read_bytes()
    assert b"# cycle" in log
    cycles = [int(line.split(b",")[1]) for line in log.splitlines()[1:] if not line.startswith(b"#")]
    assert cycles == sorted(set(cycles))
    plot = tmp_path / "1/out/tracking.svg"
    assert plot.read_bytes() == (tmp_path / "2/out/tracking.svg").read_bytes()
    assert xml.etree.ElementTree.parse(plot).getroot().tag.endswith("svg")
    # Without anything that draws it says why and what to install, and everything else is there.
    assert "MUJOCO_GL=disabled" in blind.stderr
    assert "apt-get install" in blind.stderr
    assert sorted(path.name for path in (tmp_path / "2/out").iterdir()) == ["log.csv", "tracking.svg"]
    if "apt-get install" in first.stderr:
        pytest.skip("nothing draws here")
    pictures = sorted(path.name for path in (tmp_path / "1/out").glob("*.png"))
    assert len(pictures) == 10
    assert (tmp_path / "1/out/demo.png").stat().st_size < 1_500_000


@pytest.mark.parametrize("way", ["egl", "osmesa"])
def test_a_missing_library_is_no_traceback(tmp_path: Path, way: str) -> None:
    # A PyOpenGL that finds no libEGL or libOSMesa.
    (tmp_path / "OpenGL").mkdir()
    (tmp_path / "OpenGL/__init__.py").write_text("raise AttributeError('NoneType has no glGetError')\n")
    run = demo(tmp_path / "run", MUJOCO_GL=way, PYTHONPATH=f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}")
    assert run.returncode == 0, run.stderr
    assert f"nothing draws here with MUJOCO_GL={way}" in run.stderr
    assert "apt-get install" in run.stderr
    assert sorted(path.name for path in (tmp_path / "run/out").iterdir()) == ["log.csv", "tracking.svg"]


def test_ctrl_c_ends_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cerebellum.demo", "--seconds", "1000", "--output", str(tmp_path / "out")]
    environment = os.environ | {"MUJOCO_GL": "disabled", "DISPLAY": ""}
    process = subprocess.Popen(
        command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    while "impedance" not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.startswith("\nended;")


def test_without_the_daemon_it_says_where_it_looks(tmp_path: Path) -> None:
    run = demo(tmp_path, CEREBELLUM_PROGRAMS=str(tmp_path), MUJOCO_GL="disabled")
    assert run.returncode == 4
    assert "CEREBELLUM_PROGRAMS" in run.stderr
    assert ".build/release" in run.stderr


def test_an_animation_shows_what_it_was_given(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    still = random.integers(0, 255, (12, 10, 3)).astype(np.uint8)
    moved = still.copy()
    moved[3:7, 2:5] = 9
    images = calm([still, still, moved, still], bits=8)
    write_apng(tmp_path / "a.png", images, 0.1)
    for number, shown in enumerate(played(tmp_path / "a.png")):
        assert np.array_equal(shown, images[number])


def played(path: Path) -> list[np.ndarray]:
    """What a viewer shows of an APNG of ours, read by the specification: chunks with their CRC, filters 0 and 2."""
    data, place, shown = path.read_bytes(), 8, []
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    canvas = np.zeros((0, 0, 4), np.uint8)
    area = (0, 0, 0, 0)
    while place < len(data):
        size, name = struct.unpack_from(">I4s", data, place)
        body = data[place + 8 : place + 8 + size]
        assert zlib.crc32(name + body) == struct.unpack_from(">I", data, place + 8 + size)[0]
        place += size + 12
        if name == b"IHDR":
            width, height, depth, kind = struct.unpack_from(">IIBB", body)
            assert (depth, kind) == (8, 6)
            canvas = np.zeros((height, width, 4), np.uint8)
        elif name == b"fcTL":
            _, width, height, left, top = struct.unpack_from(">5I", body)
            area = (top, left, height, width)
        elif name in (b"IDAT", b"fdAT"):
            top, left, height, width = area
            rows = np.frombuffer(zlib.decompress(body[4:] if name == b"fdAT" else body), np.uint8).reshape(height, -1)
            pixels = np.zeros((height, width * 4), np.uint8)
            for row in range(height):
                assert rows[row, 0] in (0, 2)
                above = pixels[row - 1] if row and rows[row, 0] == 2 else 0
                pixels[row] = rows[row, 1:] + above
            part = pixels.reshape(height, width, 4)
            target = canvas[top : top + height, left : left + width]
            target[part[..., 3] == 255] = part[part[..., 3] == 255]
            shown.append(canvas[..., :3].copy())
    return shown

"""The C header for other simulators: compiles as C11 and as C++, every warning an error, and speaks as Python does."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from .daemon import FakeDaemon

ROOT = Path(__file__).resolve().parents[3]
HEADERS = ROOT / "Sources/CSimulator/include"
PENDULUM = ROOT / "Examples/PendulumSimulator/pendulum.c"
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror", "-O1"]
CPLUSPLUS = """
#include <vector>
#include "cerebellum_simulator.h"
int main() {
  std::vector<cbs_state> joints(1);
  cbs_simulator simulator{};
  simulator.context = &joints;
  simulator.state = [](void *all, int joint) { return (*static_cast<std::vector<cbs_state> *>(all))[joint]; };
  volatile int stop = 1;
  return cbs_serve("tcp:nowhere", &simulator, 0, &stop) < 0 ? 0 : 1;
}
"""


def compiled(folder: Path, compiler: str, *arguments: str) -> Path:
    program = shutil.which(compiler)
    if program is None:
        pytest.skip(f"{compiler} is not installed")
    result = folder / "program"
    command = [program, *arguments, *STRICT, "-I", str(HEADERS), "-lm", "-o", str(result)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return result


@pytest.mark.parametrize("way", ["unix", "shm"])
def test_the_example_swings_as_its_equations_say(tmp_path: Path, way: str) -> None:
    program = compiled(tmp_path, "cc", "-std=c11", str(PENDULUM))
    place = Path(tmp_path, "s") if way == "unix" else Path("/dev/shm", f"pendulum-{tmp_path.name}")
    address = f"{way}:{place if way == 'unix' else place.name}"
    process = subprocess.Popen([program, address, "shoulder", "elbow"])
    try:
        while not place.exists() or (way == "shm" and place.stat().st_size == 0):
            assert process.poll() is None
        daemon = connected(address)
        header, _ = daemon.greet()
        assert (header.step, header.time) == (1_000_000, 0)
        # 0.1 N.m on 0.2 kg at 0.15 m with a rotor of 0.0155 kg.m^2 (0.02 in all): 5 rad/s^2, less what gravity and
        # damping of 0.01 N.m.s/rad take within a millisecond.
        header, states, values = daemon.step([[0.1, 0.01, 0.0155, 0], [0, 0, 0, 0]])
        assert header.time == 1_000_000
        assert states[0] == pytest.approx([0.625 * 5e-6, 5e-3], rel=1e-3)
        assert states[1].tolist() == [0, 0]
        assert len(values) == 0
        # A brake holds what it can.
        _, states, _ = daemon.step([[0.1, 0, 0.0155, 6], [0, 0, 0, 0]])
        assert states[0][1] == 0
        daemon.close()
    finally:
        process.terminate()
        status = process.wait(timeout=20)
        place.unlink(missing_ok=True)
    assert status == 0


def connected(address: str) -> FakeDaemon:
    """As soon as it listens."""
    while True:
        try:
            return FakeDaemon(address, ["shoulder", "elbow"])
        except ConnectionRefusedError:
            continue


def test_it_is_cplusplus_too(tmp_path: Path) -> None:
    source = tmp_path / "simulator.cpp"
    source.write_text(CPLUSPLUS)
    for standard in ("c++11", "c++20"):
        program = compiled(tmp_path, "c++", f"-std={standard}", str(source))
        assert subprocess.run([program], check=False).returncode == 0


def test_an_order_of_includes_that_cannot_be_is_said(tmp_path: Path) -> None:
    source = tmp_path / "late.c"
    source.write_text('#include <math.h>\n#include "cerebellum_simulator.h"\nint main(void) { return 0; }\n')
    compiled(tmp_path, "cc", "-std=gnu11", str(source))
    command = ["cc", "-std=c11", "-I", str(HEADERS), str(source), "-o", str(tmp_path / "late")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "before the system's headers" in run.stderr

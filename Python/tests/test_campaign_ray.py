"""Campaigns on Ray: two workers here. `make campaign-ray` installs Ray beside the package, and runs these."""

from __future__ import annotations

from pathlib import Path

import pytest
from campaign import campaign, reports, timing, wrap

pytest.importorskip("ray", reason="Ray is not installed (80 MB): make campaign-ray")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The report without Ray."""
    folder = tmp_path_factory.mktemp("expected") / "report"
    status, said = campaign(folder, "--jobs", "1")
    assert status == 0, said
    return reports(folder)


def test_the_report_is_the_same_with_ray(tmp_path: Path, expected: dict[str, bytes]) -> None:
    status, said = campaign(tmp_path / "report", "--ray", "--jobs", "2")
    assert status == 0, said
    assert timing(tmp_path / "report")["ray"] == ""
    assert reports(tmp_path / "report") == expected


def test_a_killed_worker_of_ray_loses_nothing(tmp_path: Path, expected: dict[str, bytes]) -> None:
    # Its parent is the worker's process.
    programs = wrap(tmp_path / "programs", "once 1 || once 2 || { once 3 && kill -9 $PPID; }")
    status, said = campaign(tmp_path / "report", "--ray", "--jobs", "2", programs=programs)
    assert status == 0, said
    (death,) = timing(tmp_path / "report")["deaths"]
    assert death.startswith("WorkerCrashedError at seeds ")
    assert reports(tmp_path / "report") == expected


def test_a_killed_program_on_ray_loses_nothing(tmp_path: Path, expected: dict[str, bytes]) -> None:
    # In the midst of its second line, as without Ray.
    programs = wrap(tmp_path / "programs", 'if once killed; then "$real" "$@" | head -c 1500; kill -9 $$; fi')
    status, said = campaign(tmp_path / "report", "--ray", "--jobs", "2", programs=programs)
    assert status == 0, said
    assert timing(tmp_path / "report")["deaths"][0].startswith("SIGKILL at seed ")
    assert reports(tmp_path / "report") == expected

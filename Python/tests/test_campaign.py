"""Campaigns with the built program: the same report whoever plays them, and whoever is killed meanwhile."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from campaign import ARM, COUNT, campaign, reports, results, timing, wrap
from goldens import ROOT

from cerebellum.campaign.play import find


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The report of a campaign of one process at a time."""
    folder = tmp_path_factory.mktemp("expected") / "report"
    status, said = campaign(folder, "--jobs", "1")
    assert status == 0, said
    assert [result["seed"] for result in results(folder)] == list(range(1, COUNT + 1))
    return reports(folder)


def test_the_report_is_the_same_with_two_jobs(tmp_path: Path, expected: dict[str, bytes]) -> None:
    status, said = campaign(tmp_path / "report", "--jobs", "2")
    assert status == 0, said
    assert reports(tmp_path / "report") == expected


def test_a_seed_is_what_the_program_plays_alone(expected: dict[str, bytes]) -> None:
    runs = json.loads(expected["report.json"])["runs"]
    alone = subprocess.run(
        [str(find(None)), "campaign", "--json", "--robot", ARM, "--seeds", "7"], capture_output=True, check=True
    )
    assert json.loads(alone.stdout) == runs[6]
    assert runs[6]["seed"] == 7


def test_a_killed_worker_loses_nothing(tmp_path: Path, expected: dict[str, bytes]) -> None:
    # Whoever comes first is killed in the middle of its second line: two runs are told in some 2,000 bytes.
    programs = wrap(tmp_path / "programs", 'if once killed; then "$real" "$@" | head -c 1500; kill -9 $$; fi')
    status, said = campaign(tmp_path / "report", "--jobs", "2", programs=programs)
    assert status == 0, said
    (death,) = timing(tmp_path / "report")["deaths"]
    assert death.startswith("SIGKILL at seed ")
    assert reports(tmp_path / "report") == expected


def test_a_killed_campaign_goes_on(tmp_path: Path, expected: dict[str, bytes]) -> None:
    # The third portion's process kills who started it.
    programs = wrap(tmp_path / "programs", "once 1 || once 2 || { once 3 && { kill -9 $PPID; sleep 1; }; }")
    status, said = campaign(tmp_path / "report", "--jobs", "1", programs=programs)
    assert status == -9, said
    kept = len(results(tmp_path / "report"))
    assert 0 < kept < COUNT
    status, said = campaign(tmp_path / "report", "--jobs", "1", programs=programs)
    assert status == 0, said
    assert timing(tmp_path / "report")["kept"] == kept
    assert len(results(tmp_path / "report")) == COUNT
    assert reports(tmp_path / "report") == expected


def test_a_torn_last_line_is_played_again(tmp_path: Path, expected: dict[str, bytes]) -> None:
    campaign(tmp_path / "report", "--jobs", "1")
    journal = tmp_path / "report" / "results.ndjson"
    journal.write_bytes(journal.read_bytes()[:-40])
    status, said = campaign(tmp_path / "report", "--jobs", "1")
    assert status == 0, said
    assert "1 played in" in said
    assert len(results(tmp_path / "report")) == COUNT
    assert reports(tmp_path / "report") == expected


def test_a_seed_that_kills_its_worker_is_named(tmp_path: Path, expected: dict[str, bytes]) -> None:
    script = """
    if ((first <= 13 && 13 <= last)); then
      ((first < 13)) && "$real" "${@/"$first..$last"/"$first..12"}"
      kill -9 $$
    fi
    """
    status, said = campaign(tmp_path / "report", "--jobs", "2", programs=wrap(tmp_path / "programs", script))
    assert status == 1, said
    report = json.loads((tmp_path / "report" / "report.json").read_text())
    command = f"cerebellum campaign --robot {ARM} --seeds 13"
    assert report["unplayed"] == [{"seed": 13, "death": "SIGKILL", "command": command}]
    assert command in (tmp_path / "report" / "report.md").read_text()
    assert report["runs"] == [run for run in json.loads(expected["report.json"])["runs"] if run["seed"] != 13]
    assert timing(tmp_path / "report")["deaths"] == ["SIGKILL at seed 13"] * 3


def test_more_runs_are_added(tmp_path: Path, expected: dict[str, bytes]) -> None:
    status, said = campaign(tmp_path / "report", count=7)
    assert status == 0, said
    status, said = campaign(tmp_path / "report")
    assert status == 0, said
    assert timing(tmp_path / "report")["kept"] == 7
    assert reports(tmp_path / "report") == expected


def test_robots_take_turns(tmp_path: Path) -> None:
    hand = str(ROOT / "Robots/hand/robot.yaml")
    status, said = campaign(tmp_path / "report", "--robot", hand, count=6)
    assert status == 0, said
    report = json.loads((tmp_path / "report" / "report.json").read_text())
    # A seed's robot is that of its number modulo two.
    assert [run["robot_file"] for run in report["runs"]] == [hand, ARM, hand, ARM, hand, ARM]
    assert [robot["file"] for robot in report["campaign"]["robots"]] == [ARM, hand]


def test_a_wrong_robot_file_is_told_and_nothing_is_kept(tmp_path: Path) -> None:
    robot = tmp_path / "robot.yaml"
    robot.write_text("robot: arm\nspeed: 3\n")
    status, said = campaign(tmp_path / "report", robot=str(robot))
    assert status == 3, said
    assert f"{robot}:" in said
    assert results(tmp_path / "report") == []


def test_another_robot_file_is_not_mixed_in(tmp_path: Path) -> None:
    robot = tmp_path / "robot.yaml"
    text = Path(ARM).read_text()
    Path(tmp_path, "arm6.urdf").write_bytes(Path(ARM).with_name("arm6.urdf").read_bytes())
    robot.write_text(text)
    assert campaign(tmp_path / "report", robot=str(robot), count=3)[0] == 0
    robot.write_text(text.replace("\nrate: 500 Hz\n", "\nrate: 400 Hz\n"))
    # Nothing is missing, and still it is noticed.
    status, said = campaign(tmp_path / "report", robot=str(robot), count=3)
    assert status == 4
    assert "robot file" in said
    assert "--report" in said


def test_without_a_program_it_says_where_it_looked(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    status, said = campaign(tmp_path / "report", programs=tmp_path / "empty")
    assert status == 4
    assert f'"{tmp_path / "empty"}"' in said


def test_what_was_finished_is_kept_when_the_program_refuses(tmp_path: Path, expected: dict[str, bytes]) -> None:
    programs = wrap(tmp_path / "programs", "once 1 || once 2 || { once 3 && { echo no such option >&2; exit 2; }; }")
    status, said = campaign(tmp_path / "report", "--jobs", "1", programs=programs)
    assert status == 2
    assert "no such option" in said
    assert len(results(tmp_path / "report")) == 10
    assert campaign(tmp_path / "report", "--jobs", "1", programs=programs)[0] == 0
    assert reports(tmp_path / "report") == expected


VARY = ("--vary", "joints.elbow_flex.control.kp=50..70 N.m/rad:3", "--vary", "joints.elbow_flex.control.kd=1.5..2:2")


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The report of a tuning by one process at a time."""
    folder = tmp_path_factory.mktemp("varied") / "report"
    status, said = campaign(folder, *VARY, "--jobs", "1", count=None)
    assert status == 0, said
    # A grid of six, and the robot file as it is.
    assert [result["seed"] for result in results(folder)] == list(range(7))
    assert "Best by rms: run " in said
    assert f"{ARM}:88:      kp: " in said
    return reports(folder)


def test_variants_are_the_same_whoever_dies(tmp_path: Path, varied: dict[str, bytes]) -> None:
    programs = wrap(tmp_path / "programs", 'if once killed; then "$real" "$@" | head -c 500; kill -9 $$; fi')
    status, said = campaign(tmp_path / "report", *VARY, "--jobs", "2", programs=programs, count=None)
    assert status == 0, said
    (death,) = timing(tmp_path / "report")["deaths"]
    assert death.startswith("SIGKILL at seed ")
    assert reports(tmp_path / "report") == varied


def test_the_best_variant_is_what_the_program_plays_alone(varied: dict[str, bytes]) -> None:
    report = json.loads(varied["report.json"])
    best = report["best"]
    assert report["ranked"][0] == best["seed"]
    assert best["worst"]["rms"] == min(run["worst"]["rms"] for run in report["runs"])
    command = [str(find(None)), "campaign", "--json", "--robot", ARM, *VARY, "--seeds", str(best["seed"])]
    alone = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert alone == report["runs"][best["seed"]]
    for line in best["lines"]:
        assert f"{ARM}:{line['line']}:{line['text']}" in varied["report.md"].decode()


def test_points_are_added_and_ranked_anew(tmp_path: Path) -> None:
    vary = ("--vary", "joints.elbow_flex.control.kp=20..40")
    assert campaign(tmp_path / "report", *vary, count=4)[0] == 0
    status, said = campaign(tmp_path / "report", *vary, "--rank", "effort", count=6)
    assert status == 0, said
    assert timing(tmp_path / "report")["kept"] == 4
    report = json.loads((tmp_path / "report" / "report.json").read_text())
    # Halton's sequence in base 2.
    assert [list(run["values"].values()) for run in report["runs"]] == [[], ["30"], ["25"], ["35"], ["22.5"], ["32.5"]]
    efforts = [report["runs"][seed]["worst"]["effort"] for seed in report["ranked"]]
    assert efforts == sorted(efforts)
    status, said = campaign(tmp_path / "report", "--vary", "joints.elbow_flex.control.kp=20..41", count=6)
    assert status == 4
    assert "tuning (SHA-256" in said


def test_a_wrong_value_is_told_with_its_place(tmp_path: Path) -> None:
    status, said = campaign(tmp_path / "report", "--vary", "joints.elbow_flex.control.kp=-5..40:3", count=None)
    assert status == 3, said
    assert f"{ARM}:88:11: joints.elbow_flex.control.kp: -5 N.m/rad is out of range; allowed: 0 to" in said
    status, said = campaign(tmp_path / "report", "--vary", "joints.elbow_flex.control.kp=40..5:3", count=None)
    assert status == 2, said
    assert "LOW is not below HIGH" in said
    assert campaign(tmp_path / "report", "--motion", "x.yaml")[0] == 2

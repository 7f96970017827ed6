"""The parts of a campaign that need no program: its plan, its journal, its figures."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cerebellum.campaign import Campaign, Chunk, LocalWorkers, Outcome, report, run, tuning
from cerebellum.campaign.errors import DamagedJournal, JournalInUse, LostWorkers, MissingFile, NoRay, OtherCampaign
from cerebellum.campaign.journal import Journal
from cerebellum.campaign.plan import Tuning
from cerebellum.campaign.play import Played, play
from cerebellum.campaign.ray_workers import RayWorkers
from cerebellum.campaign.summary import is_well, summary


def result(seed: int, **changes: Any) -> dict[str, Any]:
    """What a run of one fault that is noticed in time comes to."""
    return {
        "seed": seed,
        "robot": "arm",
        "robot_file": "arm.yaml",
        "robot_sha256": "ab",
        "version": "1.2.3",
        "injected": [{"kind": "press", "strikes": 1, "off_bound_s": 0.004, "line": "kind: press"}],
        "noticed": "emergency_stop",
        "lifecycle": "faulted",
        "detection_s": 0.002,
        "reaction_s": 0.0,
        "reaction_bound_s": 0.5,
        "off_s": 0.002,
        "deviations": [],
        "simulated_s": 0.7,
        "fingerprint": f"{seed:x}",
        **changes,
    }


class FakeWorkers:
    """One worker to whom happens what `fate` says of a chunk."""

    count = 1

    def __init__(self, fate: Any) -> None:
        self.chunks: list[Chunk] = []
        self._fate = fate

    def start(self, chunk: Chunk) -> None:
        self.chunks.append(chunk)

    def next(self) -> tuple[Chunk, Played]:
        chunk = self.chunks[-1]
        return chunk, self._fate(chunk)

    def end(self) -> None:
        pass


def lines(*seeds: int) -> list[str]:
    return [json.dumps(result(seed)) for seed in seeds]


def test_what_is_missing_comes_in_chunks_of_neighbours() -> None:
    campaign = Campaign(("arm.yaml",), first=10, count=12)
    assert list(campaign.missing({}, 5)) == [Chunk(10, 14), Chunk(15, 19), Chunk(20, 21)]
    assert list(campaign.missing({9, 10, 14, 21}, 3)) == [Chunk(11, 13), Chunk(15, 17), Chunk(18, 20)]
    assert list(campaign.missing(set(campaign.seeds), 3)) == []


def test_a_death_counts_for_the_seed_that_has_no_result(tmp_path: Path) -> None:
    def fate(chunk: Chunk) -> Played:
        if chunk.first <= 3 <= chunk.last:
            return Played(lines(*range(chunk.first, 3)), death="SIGSEGV")
        return Played(lines(*chunk.seeds))

    # The first portion is 2 to 4.
    outcome = run(Campaign(("arm.yaml",), first=2, count=12), FakeWorkers(fate), tmp_path)
    assert outcome.unplayed == {3: "SIGSEGV"}
    assert outcome.deaths == ["SIGSEGV at seed 3"] * 3
    assert [row["seed"] for row in outcome.results] == [2, *range(4, 14)]


def test_lost_workers_are_no_seeds_fault(tmp_path: Path) -> None:
    losses = iter(range(9))

    def fate(chunk: Chunk) -> Played:
        return Played(lines(*chunk.seeds)) if next(losses, None) is None else Played(loss="gone")

    outcome = run(Campaign(("arm.yaml",), count=1), FakeWorkers(fate), tmp_path)
    assert (len(outcome.results), len(outcome.deaths), outcome.unplayed) == (1, 9, {})
    unlucky = FakeWorkers(lambda chunk: Played(loss="gone"))
    with pytest.raises(LostWorkers, match="seeds 1 to 1"):
        run(Campaign(("arm.yaml",), count=1), unlucky, tmp_path / "other")
    assert len(unlucky.chunks) == 10


def test_a_journal_is_for_one_campaign_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "results.ndjson"
    with Journal(path), pytest.raises(JournalInUse):
        Journal(path)


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "results.ndjson"
    path.write_text(lines(1)[0] + "\n{}\n" + lines(2)[0] + "\n")
    with pytest.raises(DamagedJournal, match="line 2 of"):
        Journal(path)
    # Nobody changed it.
    assert len(path.read_text().splitlines()) == 3


@pytest.mark.parametrize("key", ["version", "robot_sha256"])
def test_results_of_another_robot_or_release_are_not_mixed(tmp_path: Path, key: str) -> None:
    with Journal(tmp_path / "results.ndjson") as journal:
        journal.add(lines(1))
        with pytest.raises(OtherCampaign, match="seed 2"):
            journal.add([json.dumps(result(2, **{key: "other"}))])
        with pytest.raises(OtherCampaign, match="fingerprint"):
            journal.compare(json.dumps(result(1, fingerprint="other")))
        with pytest.raises(OtherCampaign, match="seed 1 has the result"):
            journal.compare(json.dumps(result(1, off_s=0.003)))
    with Journal(tmp_path / "results.ndjson") as journal:
        assert list(journal.results) == [1]


def test_what_was_added_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "results.ndjson"
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_size))
    with Journal(path) as journal:
        journal.add(lines(1, 2))
        assert synced == [path.stat().st_size] == [sum(len(line) + 1 for line in lines(1, 2))]
        # Also what came before one that is refused.
        with pytest.raises(OtherCampaign):
            journal.add([*lines(3), json.dumps(result(4, version="other"))])
        assert synced[1:] == [path.stat().st_size]


def outcome(*results: dict[str, Any]) -> Outcome:
    return Outcome(Campaign(("arm.yaml",), count=len(results)), list(results), {})


def test_the_worst_times_stand_beside_their_bounds() -> None:
    # Of two that are equal the first is named.
    late = [result(seed, detection_s=0.003, off_s=0.0035, reaction_s=0.0005) for seed in (2, 4)]
    facts = summary(outcome(result(1), late[0], result(3), late[1]))
    assert is_well(facts)
    row = facts["injected"]["press"]
    assert row["worst_off"] == {"seconds": 0.0035, "seed": 2, "bound_s": 0.004}
    assert row["worst_detection"] == {"seconds": 0.003, "seed": 2}
    assert facts["noticed"]["emergency_stop"]["worst_reaction"] == {"seconds": 0.0005, "seed": 2, "bound_s": 0.5}


def test_a_report_is_no_page_of_somebody_elses(tmp_path: Path) -> None:
    odd = result(1, robot="<b>arm</b>", deviations=["<i>"])
    report.write(outcome(odd), tmp_path)
    page = (tmp_path / "report.html").read_text()
    assert "<b>arm" not in page
    assert "<i>" not in page
    assert "&lt;b&gt;arm" in page


@pytest.mark.parametrize(
    "changes",
    [
        {"off_s": 0.0041},
        {"off_s": None},
        {"reaction_s": 0.51},
        {"deviations": ["cycle 7: powered with the stop pressed"]},
    ],
)
def test_what_is_not_well_is_told(changes: dict[str, Any]) -> None:
    assert not is_well(summary(outcome(result(1), result(2, **changes))))


def test_bounds_are_of_runs_in_which_nothing_else_went_wrong() -> None:
    two = result(1)["injected"] * 2
    assert is_well(summary(outcome(result(1, injected=two, off_s=0.1))))


def test_without_ray_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(NoRay, match=r"pip install 'cerebellum\[ray\]'"):
        RayWorkers(None, 2, None, Campaign(("arm.yaml",)))


def test_a_silent_program_is_not_waited_for(tmp_path: Path) -> None:
    program = tmp_path / "cerebellum"
    # Nor asked to end.
    program.write_text("#!/bin/sh\ntrap '' TERM\nexec sleep 600\n")
    program.chmod(0o755)
    played = play(str(tmp_path), Campaign(()), str(tmp_path), Chunk(1, 3), patience=0.05)
    assert played.death == "no result within 0.05 s"


@pytest.mark.parametrize("said", ["hello", "3", "\\377"])
def test_a_program_that_says_something_else_is_told(tmp_path: Path, said: str) -> None:
    program = tmp_path / "cerebellum"
    program.write_text(f"#!/bin/sh\nprintf '{said}\\n'\nexec sleep 600\n")
    program.chmod(0o755)
    played = play(str(tmp_path), Campaign(()), str(tmp_path), Chunk(1, 3), patience=20)
    assert played.refusal is not None
    assert "which is no result" in played.refusal[0]
    assert (played.refusal[1], played.lines) == (4, [])


def test_a_file_that_a_machine_lacks_is_named(tmp_path: Path) -> None:
    (tmp_path / "arm.yaml").touch()
    tuning = Tuning(("a=1..2",), motion="step.motion.yaml")
    campaign = Campaign(("arm.yaml",), count=1, tuning=tuning)

    def fate(chunk: Chunk) -> Played:
        return play(None, campaign, str(tmp_path), chunk)

    with pytest.raises(MissingFile) as lost:
        run(campaign, FakeWorkers(fate), tmp_path / "report")
    assert f"step.motion.yaml is not on {os.uname().nodename} (looked for in {tmp_path} and" in lost.value.english
    assert "at the same path on every machine" in lost.value.english
    assert lost.value.status == 3


def variant(seed: int, **worst: Any) -> dict[str, Any]:
    """A variant that did its motion."""
    figures = {"rms": 0.1, "peak": 0.2, "effort": 0.3, "saturation": 0.0, "overshoot": 0.0, "settling": 0.2}
    return {
        **result(seed),
        "plan_sha256": "cd",
        "values": {"joints.elbow.control.kp": f"{seed} N.m/rad"} if seed else {},
        "lines": [{"line": 7, "text": f"      kp: {seed} N.m/rad"}],
        "usable": True,
        "misses": [],
        "worst": {**figures, "unsettled": 0, **worst},
    }


def test_variants_are_ranked_and_the_unusable_are_last() -> None:
    results = [
        variant(1, rms=0.3, settling=0.1),
        variant(2, rms=0.2, settling=None, unsettled=1),
        {**variant(3, rms=0.0), "usable": False, "misses": ["latched tracking_error"]},
        variant(4, rms=0.2, settling=0.5),
    ]
    assert [row["seed"] for row in tuning.ranked(results, "rms")] == [2, 4, 1, 3]
    assert [row["seed"] for row in tuning.ranked(results, "settling")] == [1, 4, 2, 3]
    varied = Tuning(("joints.elbow.control.kp=1..4 N.m/rad:4",))
    outcome = Outcome(Campaign(("arm.yaml",), count=4, tuning=varied), results, {})
    facts = tuning.summary(outcome, varied)
    assert tuning.is_well(facts)
    assert tuning.sentences(facts)[-2:] == [
        "Best by rms: run 2, joints.elbow.control.kp: 2 N.m/rad.",
        "arm.yaml:7:      kp: 2 N.m/rad",
    ]
    assert facts["unusable"] == [
        {"seed": 3, "values": {"joints.elbow.control.kp": "3 N.m/rad"}, "misses": ["latched tracking_error"]}
    ]


def test_a_tuning_without_a_usable_variant_is_not_well() -> None:
    varied = Tuning(("a=1..2",))
    results = [{**variant(1), "usable": False}]
    facts = tuning.summary(Outcome(Campaign(("arm.yaml",), count=1, tuning=varied), results, {}), varied)
    assert not tuning.is_well(facts)
    assert tuning.sentences(facts)[-1] == "No variant did the motion."


def test_a_grid_has_the_product_of_its_counts() -> None:
    assert Tuning(("a=1..2 N.m/rad:3", "b=0..1:4")).last == 12
    assert Tuning(("a=1..2",)).last is None
    # The program says what is wrong with it.
    assert Tuning(("a=1..2:x",)).last is None


def test_a_run_has_its_command() -> None:
    campaign = Campaign(("arm.yaml", "hand.yaml"))
    assert campaign.command(3) == "cerebellum campaign --robot hand.yaml --seeds 3"
    assert campaign.command(4) == "cerebellum campaign --robot arm.yaml --seeds 4"


def test_a_run_of_a_tuning_has_its_command() -> None:
    varied = Tuning(("a=1..2 N.m:3",), motion="step.yaml")
    command = Campaign(("arm.yaml",), tuning=varied).command(3)
    assert command == "cerebellum campaign --robot arm.yaml --vary 'a=1..2 N.m:3' --motion step.yaml --seeds 3"


def test_a_tuning_is_not_mixed_with_another(tmp_path: Path) -> None:
    with Journal(tmp_path / "results.ndjson") as journal:
        journal.add([json.dumps(variant(1))])
        with pytest.raises(OtherCampaign, match="tuning"):
            journal.add([json.dumps({**variant(2), "plan_sha256": "other"})])
        with pytest.raises(OtherCampaign, match="tuning"):
            journal.add(lines(3))


def test_local_workers_say_what_came_of_each(tmp_path: Path) -> None:
    workers = LocalWorkers(2, str(tmp_path), Campaign(()))
    workers.start(Chunk(1, 2))
    chunk, played = workers.next()
    workers.end()
    assert chunk == Chunk(1, 2)
    assert played.is_missing is not None
    assert str(tmp_path) in played.is_missing

"""The parts of a campaign that need no program: its plan, its journal, its figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cerebellum.campaign import Campaign, Chunk, LocalWorkers, Outcome, run
from cerebellum.campaign.errors import DamagedJournal, JournalInUse, LostWorkers, NoRay, OtherCampaign
from cerebellum.campaign.journal import Journal
from cerebellum.campaign.play import Played
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

    # The first portion is 2 and 3.
    outcome = run(Campaign(("arm.yaml",), first=2, count=8), FakeWorkers(fate), tmp_path)
    assert outcome.unplayed == {3: "SIGSEGV"}
    assert outcome.deaths == ["SIGSEGV at seed 3"] * 3
    assert [row["seed"] for row in outcome.results] == [2, 4, 5, 6, 7, 8, 9]


def test_lost_workers_are_no_seeds_fault(tmp_path: Path) -> None:
    losses = iter(range(9))

    def fate(chunk: Chunk) -> Played:
        return Played(lines(*chunk.seeds)) if next(losses, None) is None else Played(loss="gone")

    outcome = run(Campaign(("arm.yaml",), count=1), FakeWorkers(fate), tmp_path)
    assert (len(outcome.results), len(outcome.deaths), outcome.unplayed) == (1, 9, {})
    with pytest.raises(LostWorkers, match="seeds 1 to 1"):
        run(Campaign(("arm.yaml",), count=1), FakeWorkers(lambda chunk: Played(loss="gone")), tmp_path / "other")


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
    with Journal(tmp_path / "results.ndjson") as journal:
        assert list(journal.results) == [1]


def outcome(*results: dict[str, Any]) -> Outcome:
    return Outcome(Campaign(("arm.yaml",), count=len(results)), list(results), {})


def test_the_worst_times_stand_beside_their_bounds() -> None:
    facts = summary(outcome(result(1), result(2, detection_s=0.003, off_s=0.0035, reaction_s=0.0005), result(3)))
    assert is_well(facts)
    row = facts["injected"]["press"]
    assert row["worst_off"] == {"seconds": 0.0035, "seed": 2, "bound_s": 0.004}
    assert row["worst_detection"] == {"seconds": 0.003, "seed": 2}
    assert facts["noticed"]["emergency_stop"]["worst_reaction"] == {"seconds": 0.0005, "seed": 2, "bound_s": 0.5}


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
        RayWorkers(None, 2, None, ("arm.yaml",))


def test_a_silent_program_is_not_waited_for(tmp_path: Path) -> None:
    from cerebellum.campaign.play import play

    program = tmp_path / "cerebellum"
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o755)
    played = play(str(tmp_path), ("arm.yaml",), str(tmp_path), Chunk(1, 3), patience=0.05)
    assert played.death == "no result within 0.05 s"


def test_local_workers_say_what_came_of_each(tmp_path: Path) -> None:
    workers = LocalWorkers(2, str(tmp_path), ("arm.yaml",))
    workers.start(Chunk(1, 2))
    chunk, played = workers.next()
    workers.end()
    assert chunk == Chunk(1, 2)
    assert played.is_missing is not None
    assert str(tmp_path) in played.is_missing

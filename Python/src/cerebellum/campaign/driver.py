"""Plays a campaign to its end, whoever dies on the way."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .errors import LostWorkers, MissingFile, NoProgram, Refusal
from .journal import Journal, Result
from .plan import Campaign, Chunk
from .play import Played
from .workers import Workers

CHUNK = 25
"""So many seeds at most are played again when everything is killed at once."""
PATIENCE = 3
"""So many workers may die of the same seed."""
LOSSES = 10
"""So many workers may be lost, with all that they had played, in the same portion."""


@dataclass
class Outcome:
    """What came of a campaign."""

    campaign: Campaign
    results: list[Result]
    """Of every seed that was played, by seed."""
    unplayed: dict[int, str]
    """Seeds whose workers died each time, and how the last one did."""
    kept: int = 0
    """How many results the folder had before."""
    deaths: list[str] = field(default_factory=list)
    """Which workers died, and how."""
    seconds: float = 0.0
    """How long it took [s]."""


def run(
    campaign: Campaign,
    workers: Workers,
    folder: Path,
    tell: Callable[[int, int], None] = lambda done, count: None,
) -> Outcome:
    """Plays what `folder` has no results of yet. `tell` hears how many of how many are done.

    Throws `CampaignFailure`, `OSError`; whatever it throws, and however this process ends, what was finished is kept.
    """
    begin = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    with Journal(folder / "results.ndjson") as journal:
        run = _Run(campaign, workers, journal, tell)
        run.outcome.kept = sum(seed in journal.results for seed in campaign.seeds)
        run.play()
        run.outcome.results = [journal.results[seed] for seed in campaign.seeds if seed in journal.results]
    run.outcome.seconds = time.monotonic() - begin
    return run.outcome


class _Run:
    def __init__(
        self, campaign: Campaign, workers: Workers, journal: Journal, tell: Callable[[int, int], None]
    ) -> None:
        self.outcome = Outcome(campaign, [], {})
        self._campaign = campaign
        self._workers = workers
        self._journal = journal
        self._tell = tell
        self._deaths: Counter[int] = Counter()
        self._losses: Counter[Chunk] = Counter()
        self._compared = self._known()
        # Every worker gets several portions, so that none waits long for the last one.
        size = max(1, min(CHUNK, campaign.count // (4 * workers.count)))
        self._waiting = deque([*self._compared, *campaign.missing(journal.results, size)])

    def _known(self) -> list[Chunk]:
        """A seed of each robot that was played already: it is played again, and must come out the same."""
        known: dict[str, Chunk] = {}
        for seed in self._campaign.seeds:
            if seed in self._journal.results:
                known.setdefault(self._campaign.robot(seed), Chunk(seed, seed))
        return list(known.values())

    def play(self) -> None:
        running = 0
        try:
            while self._waiting or running:
                while self._waiting and running < self._workers.count:
                    self._workers.start(self._waiting.popleft())
                    running += 1
                chunk, played = self._workers.next()
                running -= 1
                self._take(chunk, played)
                done = sum(seed in self._journal.results for seed in self._campaign.seeds)
                self._tell(done, self._campaign.count)
        finally:
            self._workers.end()

    def _take(self, chunk: Chunk, played: Played) -> None:
        if chunk in self._compared:
            for line in played.lines:
                self._journal.compare(line)
        else:
            self._journal.add(played.lines)
        if played.is_missing:
            raise NoProgram(played.is_missing)
        if played.lacks:
            raise MissingFile(played.machine, *played.lacks)
        if played.refusal:
            raise Refusal(played.machine, *played.refusal)
        if played.loss:
            self._losses[chunk] += 1
            self.outcome.deaths.append(f"{played.loss} at seeds {chunk.first}..{chunk.last}")
            if self._losses[chunk] == LOSSES:
                raise LostWorkers(chunk.first, chunk.last, played.loss)
            self._waiting.append(chunk)
        elif played.death:
            self._bury(Chunk(chunk.first + len(played.lines), chunk.last), played.death)

    def _bury(self, rest: Chunk, death: str) -> None:
        """A worker died with `rest` to play: seeds are played in order, so it died of the first, if of any."""
        seed = rest.first
        self._deaths[seed] += 1
        self.outcome.deaths.append(f"{death} at seed {seed}")
        if self._deaths[seed] == PATIENCE:
            if seed not in self._journal.results:
                self.outcome.unplayed[seed] = death
            rest = Chunk(seed + 1, rest.last)
        if rest.first <= rest.last:
            self._waiting.append(rest)

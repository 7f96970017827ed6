"""The results of a campaign as they come, one a line, so that nothing that was finished is ever played again."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from .errors import DamagedJournal, JournalInUse, OtherCampaign

Result = dict[str, Any]
"""A line of `cerebellum campaign --json`."""

_SAME = {
    "version": "release",
    "robot_sha256": "robot file (SHA-256 of all its files)",
    # Of a campaign of faults: none.
    "plan_sha256": "tuning (SHA-256 of --vary and the files of its motion)",
}


class Journal:
    """The file `results.ndjson`, for one campaign at a time.

    What was added is on the disk when `add` returns. The last line may be torn: whoever wrote it was killed, or the
    power failed; it is cut off.
    """

    def __init__(self, path: Path) -> None:
        """Opens or makes the file. Throws `JournalInUse`, `DamagedJournal`, `OtherCampaign`, `OSError`."""
        self.path = path
        self.results: dict[int, Result] = {}
        """By their seeds."""
        self._robots: dict[str, Result] = {}
        self._file = path.open("a+b")
        try:
            self._read()
        except BaseException:
            self._file.close()
            raise

    def add(self, lines: Iterable[str]) -> None:
        """Keeps results. Throws `OtherCampaign` for one of another robot or release, and keeps those before it."""
        try:
            for line in lines:
                result = json.loads(line)
                self._take(result)
                self._file.write(line.encode() + b"\n")
        finally:
            self._file.flush()
            os.fsync(self._file.fileno())

    def compare(self, line: str) -> None:
        """Throws `OtherCampaign` unless `line` is what the journal has of its seed."""
        now = json.loads(line)
        was = self.results[now["seed"]]
        for key, name in {**_SAME, "fingerprint": "fingerprint"}.items():
            if was.get(key) != now.get(key):
                raise OtherCampaign(now["seed"], name, was.get(key), now.get(key))
        if was != now:
            raise OtherCampaign(now["seed"], "result", was, now)

    def __enter__(self) -> Journal:
        """Itself; closed at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the file."""
        self._file.close()

    def _read(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise JournalInUse(self.path) from None
        self._file.seek(0)
        text = self._file.read()
        whole = text.rfind(b"\n") + 1
        self._file.truncate(whole)
        for number, line in enumerate(text[:whole].splitlines(), 1):
            try:
                result = json.loads(line)
                self._take(result)
            except (ValueError, KeyError, TypeError):
                raise DamagedJournal(self.path, number) from None

    def _take(self, result: Result) -> None:
        first = self._robots.setdefault(result["robot_file"], result)
        for key, name in _SAME.items():
            if first.get(key) != result.get(key):
                raise OtherCampaign(result["seed"], name, first.get(key), result.get(key))
        self.results[result["seed"]] = result

"""Plays a chunk with the program `cerebellum`, in a process of its own; the only part that nodes of Ray run."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from .plan import Campaign, Chunk

PROGRAM = "cerebellum"
SHIPPED = "/usr/share/cerebellum"
"""Where the package puts what is named by a relative path."""
PATIENCE = 300.0
"""So many seconds may pass without a result; a run takes some hundredths of one."""

_FAILED = 1
"""The status of a program whose runs are all told, and not all as they should be."""
_STRANGE = 4
"""The status of a program that says something else than results."""


@dataclass
class Played:
    """What came of a chunk."""

    lines: list[str] = field(default_factory=list)
    """The results, as the program wrote them."""
    death: str | None = None
    """How the process ended before it had played all, in words."""
    loss: str | None = None
    """How the worker was lost with all that it had played; which seed it was at nobody knows."""
    refusal: tuple[str, int] | None = None
    """What the program said, and its status, where it does not play at all."""
    is_missing: str | None = None
    """Where no program is."""
    lacks: tuple[str, str] | None = None
    """A file that the campaign names and that is not there, and the folder that it was looked for in."""
    machine: str = field(default_factory=lambda: os.uname().nodename)
    """Where it was."""


def find(programs: str | None) -> str | None:
    """The program: in the folder `programs`, else in that of `$CEREBELLUM_PROGRAMS`, else the first on PATH."""
    return shutil.which(PROGRAM, path=programs or os.environ.get("CEREBELLUM_PROGRAMS") or None)


def play(programs: str | None, campaign: Campaign, here: str, chunk: Chunk, patience: float = PATIENCE) -> Played:
    """Plays `chunk` in the folder `here`, if this machine has it; never raises for what becomes of the process."""
    folder = here if os.path.isdir(here) else os.getcwd()
    for file in campaign.files:
        if not any(os.path.exists(os.path.join(place, file)) for place in (folder, SHIPPED)):
            return Played(lacks=(file, folder))
    program = find(programs)
    if program is None:
        named = programs or os.environ.get("CEREBELLUM_PROGRAMS")
        return Played(
            is_missing=f'in "{named}" on {os.uname().nodename}' if named else f"on PATH of {os.uname().nodename}"
        )
    arguments = [program, "campaign", "--json", "--jobs", "1", "--seeds", f"{chunk.first}..{chunk.last}"]
    arguments += campaign.options
    played = Played()
    with tempfile.TemporaryFile() as words:
        # Who started it may die at any time: the program then ends with its next line, by SIGPIPE.
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=words,
            cwd=folder,
        )
        assert process.stdout is not None
        with process.stdout:
            is_silent = not _collect(process.stdout, chunk, played, patience)
        if is_silent or played.refusal:
            process.kill()
        status = process.wait()
        words.seek(0)
        said = words.read().decode(errors="replace").strip()
    if played.refusal is None and status > _FAILED:
        # Without the line of a failure: an older program, or none of ours.
        played.refusal = (said, status)
    if played.refusal is None and len(played.lines) < len(chunk.seeds):
        played.death = f"no result within {patience:g} s" if is_silent else _end(status)
    return played


def _collect(output: IO[bytes], chunk: Chunk, played: Played, patience: float) -> bool:
    """Takes the results; says whether the output came to its end, rather than `patience`."""
    wanted = iter(chunk.seeds)
    for line in _lines(output, patience):
        if line is None:
            return False
        value = _object(line)
        if value is None:
            played.refusal = (f"it said {line[:200]!r}, which is no result", _STRANGE)
            return True
        if "seed" in value and value["seed"] == next(wanted, None):
            played.lines.append(line)
        elif value.get("exit_code", _FAILED) != _FAILED:
            played.refusal = (str(value.get("error")), int(value["exit_code"]))
    return True


def _object(line: str) -> dict[str, Any] | None:
    """The JSON object that `line` is, if it is one."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _lines(output: IO[bytes], patience: float) -> Iterator[str | None]:
    """Every line that was written whole; `None` where nothing came for `patience` seconds."""
    rest = b""
    last = time.monotonic()
    while True:
        if not select.select([output], [], [], max(0, last + patience - time.monotonic()))[0]:
            yield None
            return
        piece = os.read(output.fileno(), 65536)
        if not piece:
            return
        last = time.monotonic()
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.decode(errors="replace")


def _end(status: int) -> str:
    if status >= 0:
        return f"status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"

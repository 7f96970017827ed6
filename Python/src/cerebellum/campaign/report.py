"""The report of a campaign: Markdown, HTML and JSON."""

from __future__ import annotations

import html
import json
import os
from pathlib import Path
from typing import Any

from . import tuning
from .driver import Outcome
from .summary import is_well as is_campaign_well
from .summary import summary

NOTE = (
    "Software monitors on simulated robots, not certified safety functions. Times are of the virtual clock: what the "
    "monitors and the protocol need, not what a kernel adds."
)

_NOTICED = [
    "noticed first",
    "runs",
    "worst detection [ms]",
    "seed",
    "worst reaction [ms]",
    "bound [ms]",
    "seed",
    "beyond",
]
_INJECTED = [
    *("injected", "planned", "struck", "alone", "noticed alone", "worst detection [ms]", "seed"),
    *("worst outputs off [ms]", "bound [ms]", "seed", "beyond"),
]


def write(outcome: Outcome, folder: Path) -> dict[str, Any]:
    """Writes `report.json`, `report.md` and `report.html`; returns what they say. Throws `OSError`."""
    varied = outcome.campaign.tuning
    facts = tuning.summary(outcome, varied) if varied else summary(outcome)
    _replace(
        folder / "report.json", json.dumps({**facts, "runs": outcome.results}, ensure_ascii=False, indent=1) + "\n"
    )
    _replace(folder / "report.md", _markdown(facts, outcome))
    _replace(folder / "report.html", _html(facts, outcome))
    return facts


def _replace(path: Path, text: str) -> None:
    """Whoever reads it reads the old one or the new one."""
    new = path.with_suffix(path.suffix + ".new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)


def is_well(facts: dict[str, Any]) -> bool:
    """Whether everything was played, and as it should be."""
    return tuning.is_well(facts) if "tuning" in facts else is_campaign_well(facts)


def sentences(facts: dict[str, Any]) -> list[str]:
    """What counts, in a few lines."""
    if "tuning" in facts:
        return tuning.sentences(facts)
    campaign = facts["campaign"]
    names = ", ".join(f"{robot['name']} ({robot['file']})" for robot in campaign["robots"])
    beyond = sum(row["beyond_bound"] for table in ("noticed", "injected") for row in facts[table].values())
    return [
        f"{campaign['played']} runs, seeds {campaign['first_seed']} to {campaign['last_seed']}, {names or 'no robot'}, "
        f"{campaign['simulated_s']:.1f} s of simulated time, cerebellum {campaign['version']}.",
        f"{len(facts['deviations'])} with deviations, {beyond} beyond a bound, {len(facts['unplayed'])} not played.",
        f"Fingerprint {campaign['fingerprint']}.",
    ]


def _milliseconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1e3:.1f}"


def _time(row: dict[str, Any] | None, has_bound: bool = False) -> list[str]:
    if row is None:
        return [""] * (3 if has_bound else 2)
    bound = [_milliseconds(row["bound_s"])] if has_bound else []
    return [_milliseconds(row["seconds"]), *bound, str(row["seed"])]


def _tables(facts: dict[str, Any], outcome: Outcome) -> list[tuple[str, list[str], list[list[str]]]]:
    if "tuning" in facts:
        return tuning.tables(facts, outcome.results)
    noticed = [
        [
            name,
            str(row["runs"]),
            *_time(row["worst_detection"]),
            *_time(row["worst_reaction"], True),
            str(row["beyond_bound"]),
        ]
        for name, row in facts["noticed"].items()
    ]
    injected = [
        [
            *(kind, *(str(row[key]) for key in ("planned", "struck", "alone", "noticed_alone"))),
            *(*_time(row["worst_detection"]), *_time(row["worst_off"], True), str(row["beyond_bound"])),
        ]
        for kind, row in facts["injected"].items()
    ]
    ends = [[state, str(count)] for state, count in facts["lifecycle"].items()]
    return [
        ("At the end", ["state", "runs"], ends),
        ("What was noticed", _NOTICED, noticed),
        ("What was injected", _INJECTED, injected),
    ]


def _findings(facts: dict[str, Any]) -> list[tuple[str, list[str], str]]:
    """Of every run that is not well: a title, what there is to say, and the command that plays it again."""
    deviations = [
        (f"Seed {row['seed']}, {row['robot']}", row["deviations"], row["command"]) for row in facts["deviations"]
    ]
    unplayed = [
        (f"Seed {row['seed']}, not played", [f"its workers died each time ({row['death']})"], row["command"])
        for row in facts["unplayed"]
    ]
    return [*deviations, *unplayed]


def _markdown(facts: dict[str, Any], outcome: Outcome) -> str:
    lines = ["# Campaign", "", f"**{NOTE}**", "", *sentences(facts)]
    for title, heads, rows in _tables(facts, outcome):
        lines += ["", f"## {title}", "", _row(heads), _row(["---"] * len(heads)), *(_row(cells) for cells in rows)]
    lines += ["", "## Deviations", ""]
    for title, texts, command in _findings(facts):
        lines += [f"- {title}: `{command}`", *(f"  - {text}" for text in texts)]
    if not _findings(facts):
        lines.append("None.")
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


_STYLE = """
body { font: 14px sans-serif; margin: 2em auto; max-width: 80em; color: #222 }
table { border-collapse: collapse } td, th { border: 1px solid #ccc; padding: 2px 6px; text-align: left }
td + td { text-align: right } li { margin: 0.5em 0 }
"""


def _runs(outcome: Outcome) -> tuple[list[str], list[list[str]]]:
    """A line of each run."""
    if outcome.campaign.tuning:
        heads = ["run", "values", "usable", "end", "fingerprint"]
        return heads, [
            [
                *(str(result["seed"]), tuning.words(result["values"]), "yes" if result["usable"] else "no"),
                *(result["lifecycle"], result["fingerprint"][:16]),
            ]
            for result in outcome.results
        ]
    runs = [
        [
            *(str(result["seed"]), result["robot"], "; ".join(fault["line"] for fault in result["injected"])),
            *(result["noticed"] or "", _milliseconds(result["detection_s"]), _milliseconds(result["reaction_s"])),
            *(result["lifecycle"], str(len(result["deviations"])), result["fingerprint"][:16]),
        ]
        for result in outcome.results
    ]
    heads = [
        "seed",
        "robot",
        "injected",
        "noticed",
        "detection [ms]",
        "reaction [ms]",
        "end",
        "deviations",
        "fingerprint",
    ]
    return heads, runs


def _html(facts: dict[str, Any], outcome: Outcome) -> str:
    """A page that needs nothing from elsewhere."""
    heads, runs = _runs(outcome)
    parts = [f"<h2>{title}</h2>\n{_table(heads, rows)}" for title, heads, rows in _tables(facts, outcome)]
    findings = "".join(
        f"<li>{html.escape(title)}: <code>{html.escape(command)}</code><ul>"
        + "".join(f"<li>{html.escape(text)}</li>" for text in texts)
        + "</ul></li>\n"
        for title, texts, command in _findings(facts)
    )
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Cerebellum: campaign</title>',
            f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>Campaign</h1>\n<p><strong>{NOTE}</strong></p>",
            *(f"<p>{html.escape(sentence)}</p>" for sentence in sentences(facts)),
            *parts,
            f"<h2>Deviations</h2>\n<ul>{findings}</ul>" if findings else "<h2>Deviations</h2>\n<p>None.</p>",
            f"<h2>Runs</h2>\n<details><summary>all {len(runs)}</summary>\n{_table(heads, runs)}\n</details>",
            "</body>\n</html>\n",
        ]
    )


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows]
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in heads)
    return f"<table>\n<tr>{head}</tr>\n" + "".join(f"<tr>{line}</tr>\n" for line in lines) + "</table>"

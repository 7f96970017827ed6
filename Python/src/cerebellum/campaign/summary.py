"""What came of a campaign in numbers: the same whoever played it, in whatever order."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from .driver import Outcome
from .journal import Result


def summary(outcome: Outcome) -> dict[str, Any]:
    """Everything that the report says. Nothing of it is of the wall clock, of workers or of machines."""
    results, campaign = outcome.results, outcome.campaign
    return {
        "campaign": overview(outcome),
        "lifecycle": _counts(result["lifecycle"] for result in results),
        "noticed": _noticed(results),
        "injected": _injected(results),
        "deviations": [
            {
                "seed": result["seed"],
                "robot": result["robot"],
                "deviations": result["deviations"],
                "command": campaign.command(result["seed"]),
            }
            for result in results
            if result["deviations"]
        ],
        "unplayed": unplayed(outcome),
    }


def overview(outcome: Outcome) -> dict[str, Any]:
    """What was played, of any campaign."""
    results, campaign = outcome.results, outcome.campaign
    return {
        "robots": _robots(results),
        "version": results[0]["version"] if results else None,
        "first_seed": campaign.first,
        "last_seed": campaign.seeds[-1],
        "played": len(results),
        "simulated_s": round(sum(result["simulated_s"] for result in results), 9),
        "fingerprint": _fingerprint(results),
    }


def unplayed(outcome: Outcome) -> list[dict[str, Any]]:
    """The seeds whose workers died each time."""
    return [
        {"seed": seed, "death": death, "command": outcome.campaign.command(seed)}
        for seed, death in sorted(outcome.unplayed.items())
    ]


def is_well(summary: dict[str, Any]) -> bool:
    """Whether every seed was played, no watch complained, and every bound was kept."""
    rows = [*summary["injected"].values(), *summary["noticed"].values()]
    return not summary["deviations"] and not summary["unplayed"] and not any(row["beyond_bound"] for row in rows)


def _robots(results: list[Result]) -> list[dict[str, str]]:
    robots = {result["robot_file"]: result for result in results}
    return [
        {"name": result["robot"], "file": file, "sha256": result["robot_sha256"]}
        for file, result in sorted(robots.items())
    ]


def _fingerprint(results: list[Result]) -> str:
    lines = "".join(f"{result['seed']} {result['fingerprint']}\n" for result in results)
    return hashlib.sha256(lines.encode()).hexdigest()


def _counts(names: Iterable[str]) -> dict[str, int]:
    """How many of each, the most first."""
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _noticed(results: list[Result]) -> dict[str, dict[str, Any]]:
    """By what the robot noticed first; of faults how long the outputs took then, against their bound."""
    rows = {}
    for name in _counts(result["noticed"] or "nothing" for result in results):
        mine = [result for result in results if (result["noticed"] or "nothing") == name]
        rows[name] = {
            "runs": len(mine),
            "worst_detection": _worst(mine, "detection_s"),
            "worst_reaction": _worst(mine, "reaction_s", bound="reaction_bound_s"),
            # A run may end while it brakes: the watches look at that.
            "beyond_bound": _beyond(
                (result["reaction_s"], result["reaction_bound_s"])
                for result in mine
                if result["reaction_s"] is not None
            ),
        }
    return rows


def _injected(results: list[Result]) -> dict[str, dict[str, Any]]:
    """By kind of fault; times are of the runs in which nothing else went wrong."""
    rows = {}
    for kind in _counts(fault["kind"] for result in results for fault in result["injected"]):
        planned = [fault for result in results for fault in result["injected"] if fault["kind"] == kind]
        alone = [result for result in results if [fault["kind"] for fault in result["injected"]] == [kind]]
        bounded = [
            {**result, "bound": result["injected"][0]["off_bound_s"]}
            for result in alone
            if result["injected"][0]["off_bound_s"] is not None
        ]
        rows[kind] = {
            "planned": len(planned),
            "struck": sum(fault["strikes"] > 0 for fault in planned),
            "alone": len(alone),
            "noticed_alone": sum(result["noticed"] is not None for result in alone),
            "worst_detection": _worst(alone, "detection_s"),
            "worst_off": _worst(bounded, "off_s", bound="bound"),
            "beyond_bound": _beyond((result["off_s"], result["bound"]) for result in bounded),
        }
    return rows


def _worst(results: list[Result], key: str, bound: str | None = None) -> dict[str, Any] | None:
    """The longest of the times `key`, or the one nearest to its `bound`; of equals that of the lowest seed."""
    timed = [result for result in results if result[key] is not None and (bound is None or result[bound] is not None)]
    if not timed:
        return None
    worst = max(timed, key=lambda result: (result[key] / (result[bound] if bound else 1), -result["seed"]))
    row = {"seconds": worst[key], "seed": worst["seed"]}
    return {**row, "bound_s": worst[bound]} if bound else row


def _beyond(times: Iterable[tuple[float | None, float | None]]) -> int:
    """How many are beyond their bounds, or never came, in whole nanoseconds."""
    return sum(bound is not None and (time is None or round(time * 1e9) > round(bound * 1e9)) for time, bound in times)

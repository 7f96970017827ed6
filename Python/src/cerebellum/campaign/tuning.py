"""What came of a tuning: variants of a robot, ranked, with the lines of the best for its file."""

from __future__ import annotations

from typing import Any

from .driver import Outcome
from .journal import Result
from .plan import Tuning
from .summary import overview, unplayed

ORDERS = ("rms", "peak", "effort", "saturation", "overshoot", "settling")
"""What variants may be ranked by: the least is the best."""
_HEADS = ["rank", "run", "rms [rad]", "peak [rad]", "effort [%]", "limited [%]", "overshoot [%]", "settling [s]"]
_SHOWN = 50
"""So many variants stand in the table."""


def ranked(results: list[Result], order: str) -> list[Result]:
    """The best first: those that did not do the motion are last, and of equals the lower number is first."""

    def place(result: Result) -> tuple[bool, float, int]:
        figure = result["worst"][order]
        return not result["usable"], float("inf") if figure is None else figure, result["seed"]

    return sorted(results, key=place)


def summary(outcome: Outcome, tuning: Tuning) -> dict[str, Any]:
    """Everything that the report says. Nothing of it is of the wall clock, of workers or of machines."""
    variants = ranked(outcome.results, tuning.rank)
    best = variants[0] if variants and variants[0]["usable"] else None
    return {
        "campaign": overview(outcome),
        "tuning": {
            "vary": list(tuning.vary),
            "motion": tuning.motion,
            "scenario": tuning.scenario,
            "rank": tuning.rank,
            "plan_sha256": outcome.results[0]["plan_sha256"] if outcome.results else None,
        },
        "best": best and {key: best[key] for key in ("seed", "values", "lines", "worst")},
        "ranked": [variant["seed"] for variant in variants],
        "unusable": [
            {"seed": variant["seed"], "values": variant["values"], "misses": variant["misses"]}
            for variant in variants
            if not variant["usable"]
        ],
        "deviations": [
            {
                "seed": result["seed"],
                "robot": result["robot"],
                "deviations": result["deviations"],
                "command": outcome.campaign.command(result["seed"]),
            }
            for result in outcome.results
            if result["deviations"]
        ],
        "unplayed": unplayed(outcome),
    }


def is_well(facts: dict[str, Any]) -> bool:
    """Whether every variant was played, no watch complained, and one at least did the motion."""
    return facts["best"] is not None and not facts["deviations"] and not facts["unplayed"]


def sentences(facts: dict[str, Any]) -> list[str]:
    """What counts, in a few lines, with the lines of the best for the robot file."""
    campaign, best = facts["campaign"], facts["best"]
    file = campaign["robots"][0]["file"] if campaign["robots"] else "no robot"
    lines = [
        f"{campaign['played']} variants of {file}, {campaign['simulated_s']:.1f} s of simulated time, cerebellum "
        f"{campaign['version']}.",
        f"{len(facts['unusable'])} did not do the motion, {len(facts['deviations'])} with deviations, "
        f"{len(facts['unplayed'])} not played.",
        f"Fingerprint {campaign['fingerprint']}.",
    ]
    if best is None:
        return [*lines, "No variant did the motion."]
    lines.append(f"Best by {facts['tuning']['rank']}: run {best['seed']}, {words(best['values'])}.")
    return [*lines, *(f"{file}:{line['line']}:{line['text']}" for line in best["lines"])]


def words(values: dict[str, str]) -> str:
    """The values of a variant."""
    return ", ".join(f"{key}: {value}" for key, value in values.items()) or "the robot file as it is"


def tables(facts: dict[str, Any], results: list[Result]) -> list[tuple[str, list[str], list[list[str]]]]:
    """The best variants, and those that did not do the motion."""
    by_seed = {result["seed"]: result for result in results}
    places = [(rank, by_seed[seed]) for rank, seed in enumerate(facts["ranked"], 1) if by_seed[seed]["usable"]]
    keys = list(dict.fromkeys(key for result in results for key in result["values"]))
    rows = [
        [str(rank), *_row(result), *(result["values"].get(key, "as it is") for key in keys)]
        for rank, result in places[:_SHOWN]
    ]
    title = "Variants" if len(places) <= _SHOWN else f"The best {_SHOWN} of {len(places)} variants"
    lost = [[str(row["seed"]), words(row["values"]), "; ".join(row["misses"])] for row in facts["unusable"][:_SHOWN]]
    return [(title, [*_HEADS, *keys], rows), ("What did not do the motion", ["run", "values", "why"], lost)]


def _row(result: Result) -> list[str]:
    worst = result["worst"]
    return [
        str(result["seed"]),
        f"{worst['rms']:.5f}",
        f"{worst['peak']:.5f}",
        *("" if worst[key] is None else f"{worst[key] * 100:.1f}" for key in ("effort", "saturation", "overshoot")),
        "never" if worst["unsettled"] else "" if worst["settling"] is None else f"{worst['settling']:.3f}",
    ]

"""Lets random faults happen to simulated robots, or varies their gains.

``python -m cerebellum.campaign --robot robot.yaml --count 1000``
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from . import report, tuning
from .driver import Outcome, run
from .errors import CampaignFailure
from .plan import LARGEST, SMALLEST, Campaign, Tuning
from .ray_workers import RayWorkers
from .workers import LocalWorkers, Workers


def main(arguments: list[str] | None = None) -> int:
    """Plays what is missing and writes the report; returns the exit code."""
    options = _parser().parse_args(arguments)
    campaign = _campaign(options)
    wrong = None
    if campaign.count < 1 or campaign.first < SMALLEST or campaign.seeds[-1] > LARGEST:
        wrong = f"--seed and --count: seeds are {SMALLEST} to {LARGEST}"
    elif options.jobs is not None and options.jobs < 1:
        wrong = "--jobs: at least 1"
    elif campaign.tuning is None and (options.motion or options.scenario):
        wrong = "--motion and --scenario go with --vary"
    if wrong:
        print(f"cerebellum.campaign: {wrong}", file=sys.stderr)
        return 2
    folder = Path(options.report)
    try:
        outcome = run(
            campaign,
            _workers(options, campaign),
            folder,
            _progress if sys.stderr.isatty() else lambda done, count: None,
        )
        facts = report.write(outcome, folder)
        _write_timing(outcome, options, folder)
    except CampaignFailure as error:
        print(f"cerebellum.campaign: {error.english}\n{error.chinese}", file=sys.stderr)
        return error.status
    except OSError as error:
        print(f"cerebellum.campaign: {error}; what was finished is in {folder}", file=sys.stderr)
        return 4
    except KeyboardInterrupt:
        print(f"cerebellum.campaign: interrupted; the same command goes on with what is in {folder}", file=sys.stderr)
        return 130
    print("\n".join(report.sentences(facts)))
    played = len(outcome.results) - outcome.kept
    print(f"{played} played in {outcome.seconds:.1f} s, {outcome.kept} were there; {folder}/report.html")
    return 0 if report.is_well(facts) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m cerebellum.campaign", description=__doc__)
    parser.add_argument(
        "--robot", action="append", required=True, metavar="FILE", help="the robot file; several take turns by seed"
    )
    parser.add_argument("--count", type=int, help="so many runs (default: 1000; of a grid all of it)")
    parser.add_argument(
        "--seed", type=int, help="the first run's; the others have those that follow (default: 1; with --vary 0)"
    )
    parser.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="KEYS=LOW..HIGH[:COUNT]",
        help="vary a number of the robot file, instead of faults: joints.elbow.control.kp=20..80 N.m/rad:4; several "
        "times for a grid; without :COUNT every run is a point between the bounds. Run 0 is the robot file as it is",
    )
    parser.add_argument("--motion", metavar="FILE", help="what a varied robot does (default: every joint swings)")
    parser.add_argument(
        "--scenario", metavar="FILE", help="a fault scenario, with its motion, in the place of --motion"
    )
    parser.add_argument("--rank", choices=tuning.ORDERS, default="rms", help="what ranks varied robots (default: rms)")
    parser.add_argument("--jobs", type=int, help="so many at the same time (default: one for each processor)")
    parser.add_argument(
        "--ray", nargs="?", const="", metavar="ADDRESS", help="play them as tasks of Ray: at ADDRESS, or started here"
    )
    parser.add_argument(
        "--report",
        default="campaign",
        metavar="DIR",
        help="results and report; the same command goes on with what is there",
    )
    parser.add_argument(
        "--programs", metavar="DIR", help="where cerebellum is (default: $CEREBELLUM_PROGRAMS, then PATH)"
    )
    return parser


def _campaign(options: argparse.Namespace) -> Campaign:
    robots = tuple(options.robot)
    if not options.vary:
        return Campaign(
            robots, 1 if options.seed is None else options.seed, 1000 if options.count is None else options.count
        )
    varied = Tuning(tuple(options.vary), options.motion, options.scenario, options.rank)
    first = options.seed or 0
    every = 1000 if varied.last is None else varied.last + 1 - first
    return Campaign(robots, first, every if options.count is None else options.count, varied)


def _workers(options: argparse.Namespace, campaign: Campaign) -> Workers:
    programs = os.path.abspath(options.programs) if options.programs else None
    if options.ray is None:
        return LocalWorkers(options.jobs or len(os.sched_getaffinity(0)), programs, campaign)
    return RayWorkers(options.ray or None, options.jobs, programs, campaign)


def _progress(done: int, count: int) -> None:
    print(f"\r{done} of {count}", end="\n" if done == count else "", file=sys.stderr, flush=True)


def _write_timing(outcome: Outcome, options: argparse.Namespace, folder: Path) -> None:
    """What is of this machine and this moment, apart from the report."""
    played = len(outcome.results) - outcome.kept
    simulated = sum(result["simulated_s"] for result in outcome.results)
    facts = {
        "seconds": outcome.seconds,
        "played": played,
        "kept": outcome.kept,
        "jobs": options.jobs,
        "ray": options.ray,
        "simulated_s_per_s": simulated / outcome.seconds if outcome.kept == 0 else None,
        "deaths": outcome.deaths,
    }
    (folder / "timing.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

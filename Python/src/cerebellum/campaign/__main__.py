"""Lets random faults happen to simulated robots: ``python -m cerebellum.campaign --robot robot.yaml --count 1000``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from . import report
from .driver import Outcome, run
from .errors import CampaignFailure
from .plan import LARGEST, SMALLEST, Campaign
from .ray_workers import RayWorkers
from .summary import is_well
from .workers import LocalWorkers, Workers


def main(arguments: list[str] | None = None) -> int:
    """Plays what is missing and writes the report; returns the exit code."""
    options = _parser().parse_args(arguments)
    if options.count < 1 or options.seed < SMALLEST or options.seed + options.count - 1 > LARGEST:
        print(f"cerebellum.campaign: --seed and --count: seeds are {SMALLEST} to {LARGEST}", file=sys.stderr)
        return 2
    if options.jobs is not None and options.jobs < 1:
        print("cerebellum.campaign: --jobs: at least 1", file=sys.stderr)
        return 2
    campaign = Campaign(tuple(options.robot), options.seed, options.count)
    folder = Path(options.report)
    try:
        outcome = run(
            campaign, _workers(options), folder, _progress if sys.stderr.isatty() else lambda done, count: None
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
    return 0 if is_well(facts) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m cerebellum.campaign", description=__doc__)
    parser.add_argument(
        "--robot", action="append", required=True, metavar="FILE", help="the robot file; several take turns by seed"
    )
    parser.add_argument("--count", type=int, default=1000, help="so many runs (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="the first run's; the others have those that follow")
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


def _workers(options: argparse.Namespace) -> Workers:
    robots = tuple(options.robot)
    programs = os.path.abspath(options.programs) if options.programs else None
    if options.ray is None:
        return LocalWorkers(options.jobs or len(os.sched_getaffinity(0)), programs, robots)
    return RayWorkers(options.ray or None, options.jobs, programs, robots)


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

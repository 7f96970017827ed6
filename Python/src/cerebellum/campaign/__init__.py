"""Campaigns: random faults happen to many simulated robots, spread over processes and machines.

    python -m cerebellum.campaign --robot Robots/arm6/robot.yaml --count 1000

The runs are those of `cerebellum campaign`, one for each seed. Here they are shared out, kept as they come, and merged
to one report, which is the same bytes whoever played them. `Documentation/campaign.md` is the manual.
"""

from .driver import Outcome, run
from .errors import CampaignFailure
from .plan import Campaign, Chunk
from .workers import LocalWorkers, Workers

__all__ = ["Campaign", "CampaignFailure", "Chunk", "LocalWorkers", "Outcome", "Workers", "run"]

"""Campaigns on Ray: two workers here, and a cluster of two nodes. `make campaign-ray` installs Ray, and runs these."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from campaign import ARM, campaign, reports, timing, wrap
from goldens import ROOT

from cerebellum.campaign import Campaign, ray_workers, run
from cerebellum.campaign.errors import NoProcessors
from cerebellum.campaign.ray_workers import RayWorkers

pytest.importorskip("ray", reason="Ray is not installed (80 MB): make campaign-ray")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The report without Ray."""
    folder = tmp_path_factory.mktemp("expected") / "report"
    status, said = campaign(folder, "--jobs", "1")
    assert status == 0, said
    return reports(folder)


def test_the_report_is_the_same_with_ray(tmp_path: Path, expected: dict[str, bytes]) -> None:
    status, said = campaign(tmp_path / "report", "--ray", "--jobs", "2")
    assert status == 0, said
    assert timing(tmp_path / "report")["ray"] == ""
    assert reports(tmp_path / "report") == expected


def test_a_killed_worker_of_ray_loses_nothing(tmp_path: Path, expected: dict[str, bytes]) -> None:
    # Its parent is the worker's process.
    programs = wrap(tmp_path / "programs", "once 1 || once 2 || { once 3 && kill -9 $PPID; }")
    status, said = campaign(tmp_path / "report", "--ray", "--jobs", "2", programs=programs)
    assert status == 0, said
    (death,) = timing(tmp_path / "report")["deaths"]
    assert death.startswith("WorkerCrashedError at seeds ")
    assert reports(tmp_path / "report") == expected


def test_a_killed_program_on_ray_loses_nothing(tmp_path: Path, expected: dict[str, bytes]) -> None:
    # In the midst of its second line, as without Ray.
    programs = wrap(tmp_path / "programs", 'if once killed; then "$real" "$@" | head -c 1500; kill -9 $$; fi')
    status, said = campaign(tmp_path / "report", "--ray", "--jobs", "2", programs=programs)
    assert status == 0, said
    assert timing(tmp_path / "report")["deaths"][0].startswith("SIGKILL at seed ")
    assert reports(tmp_path / "report") == expected


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A cluster without nodes, each of which has a raylet, a node id and an environment of its own."""
    from ray.cluster_utils import Cluster

    cluster = Cluster()
    yield cluster
    cluster.shutdown()


def start(cluster: Any, programs: Path) -> Any:
    """A node whose programs are in a folder, with this package."""
    environment = {"CEREBELLUM_PROGRAMS": str(programs), "PYTHONPATH": str(ROOT / "Python/src")}
    return cluster.add_node(num_cpus=1, env_vars=environment, include_dashboard=False)


def start_in(folder: Path, cluster: Any, script: str) -> Any:
    """A node that is started in `folder`, and has its programs there."""
    folder.mkdir()
    here = Path.cwd()
    os.chdir(folder)
    try:
        return start(cluster, wrap(folder / "programs", script))
    finally:
        os.chdir(here)


def test_a_killed_node_of_a_cluster_loses_nothing(tmp_path: Path, cluster: Any, expected: dict[str, bytes]) -> None:
    # It waits until the other one has its second portion, which takes long enough to be killed in.
    killed = tmp_path / "two/programs/killed"
    start_in(
        tmp_path / "one", cluster, f"once played; for ((i = 0; i < 1000; i++)); do [[ -e {killed} ]] || sleep 0.1; done"
    )
    lost = start_in(tmp_path / "two", cluster, "once played || { once killed && sleep 30; }")
    assert len({node["NodeID"] for node in nodes(cluster)}) == 2
    with ThreadPoolExecutor() as pool:
        running = pool.submit(campaign, tmp_path / "report", "--ray", cluster.address)
        while not killed.exists() and not running.done():
            time.sleep(0.05)
        cluster.remove_node(lost, allow_graceful=False)
        status, said = running.result()
    assert status == 0, said
    assert (tmp_path / "one/programs/played").exists()
    (death,) = timing(tmp_path / "report")["deaths"]
    assert "at seeds " in death
    # Ray notices by itself that a node is silent, after some seconds.
    until = time.monotonic() + 60
    while (alive := sum(node["Alive"] for node in nodes(cluster))) == 2 and time.monotonic() < until:
        time.sleep(0.1)
    assert alive == 1
    assert reports(tmp_path / "report") == expected


def test_a_node_without_the_program_is_named(tmp_path: Path, cluster: Any) -> None:
    (tmp_path / "empty").mkdir()
    start(cluster, tmp_path / "empty")
    status, said = campaign(tmp_path / "report", "--ray", cluster.address)
    assert status == 4, said
    assert f'cerebellum is not in "{tmp_path / "empty"}" on {os.uname().nodename}' in said


@pytest.mark.parametrize("address", ["127.0.0.1:9", "nonsense", "127.0.0.1:99999"])
def test_a_cluster_that_cannot_be_joined_is_said(tmp_path: Path, address: str) -> None:
    begun = time.monotonic()
    status, said = campaign(tmp_path / "report", "--ray", address)
    assert status == 4, said
    assert f"no cluster of Ray can be joined at {address}: " in said
    assert "Traceback" not in said
    # Ray alone tries for minutes.
    assert time.monotonic() - begun < 60


def test_a_cluster_without_processors_is_not_waited_for_for_ever(
    tmp_path: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.add_node(num_cpus=0, include_dashboard=False)
    monkeypatch.setattr(ray_workers, "PATIENCE", 1.0)
    with pytest.raises(NoProcessors, match="no processor for 1 s"):
        run(Campaign((ARM,), count=2), RayWorkers(cluster.address, None, None, Campaign((ARM,), count=2)), tmp_path)


def nodes(cluster: Any) -> list[dict[str, Any]]:
    """What Ray knows of the nodes."""
    table: list[dict[str, Any]] = cluster.global_state.node_table()
    return table


def test_variants_are_the_same_with_ray(tmp_path: Path) -> None:
    options = ["--vary", "joints.elbow_flex.control.kp=50..70 N.m/rad:5"]
    assert campaign(tmp_path / "alone", "--jobs", "1", *options, count=None)[0] == 0
    status, said = campaign(tmp_path / "ray", "--ray", "--jobs", "2", *options, count=None)
    assert status == 0, said
    assert f"{ARM}:88:" in said
    assert reports(tmp_path / "ray") == reports(tmp_path / "alone")

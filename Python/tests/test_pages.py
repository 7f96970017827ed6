"""Lists that are longer than a frame."""

from pathlib import Path

import numpy as np
from fake_daemon import EVENT, FakeDaemon, welcoming

from cerebellum import Client, wire

SENSORS = tuple(wire.SensorInfo(f"s{number}", "x", 0, 1, (), ()) for number in range(5))
DEVICES = tuple(wire.DeviceState(f"d{number}", wire.DeviceHealth.GOOD, False, 0) for number in range(5))
NONE, NOTHING = np.zeros(0, dtype=bool), np.zeros(0)
READINGS = tuple(wire.SensorReadings(None, 0, 0, number, NONE, NOTHING) for number in range(5))
SKINS = tuple(wire.Skin(n, "T", None, *[NONE] * 4, *[np.zeros((0, 3))] * 3) for n in range(5))
CYCLES = tuple(
    wire.CycleEvidence(number, 0, wire.Lifecycle.ACTIVE, 0, np.zeros(0, dtype=wire.JOINT_STATE)) for number in range(5)
)


def answer(daemon: FakeDaemon, request: wire.Frame[wire.Request]) -> None:
    """Two at a time."""
    asked = request.message
    first = getattr(asked, "first", 0)
    part = slice(first, first + 2)
    pages: dict[type[wire.Request], wire.Reply] = {
        wire.AskSensors: wire.Sensors(5, first, SENSORS[part]),
        wire.AskDevices: wire.Devices(5, first, DEVICES[part]),
        wire.AskSensorSamples: wire.SensorSamples(1, 1, 5, first, READINGS[part]),
        wire.AskTactileFrames: wire.TactileFrames(1, 1, 5, first, SKINS[part]),
        wire.AskEvidence: wire.Evidence(EVENT, 1, wire.CyclePage(5, first, CYCLES[part])),
    }
    daemon.say(pages[type(asked)], request.header.sequence)


def test_all_pages_are_asked_for(tmp_path: Path) -> None:
    with FakeDaemon(tmp_path, welcoming(answer)) as daemon, Client.connect(daemon.path) as client:
        assert client.sensors() == SENSORS
        assert client.devices() == DEVICES
        assert [readings.failures for readings in client.sensor_samples().sensors] == list(range(5))
        assert [skin.sensor for skin in client.tactile_frames().skins] == list(range(5))
        evidence = client.evidence()
        assert [cycle.cycle for cycle in evidence.cycles.elements] == list(range(5))
        assert (evidence.event, evidence.cycles.first) == (EVENT, 0)


def test_a_daemon_that_says_there_is_more_and_gives_none_is_not_asked_for_ever(tmp_path: Path) -> None:
    def stingy(daemon: FakeDaemon, request: wire.Frame[wire.Request]) -> None:
        page = (
            wire.CyclePage(5, 0, CYCLES[:2]) if request.message == wire.AskEvidence(0, 0) else wire.CyclePage(5, 2, ())
        )
        if isinstance(request.message, wire.AskDevices):
            part = DEVICES[:2] if request.message.first == 0 else ()
            daemon.say(wire.Devices(5, request.message.first, part), request.header.sequence)
        else:
            daemon.say(wire.Evidence(EVENT, 1, page), request.header.sequence)

    with FakeDaemon(tmp_path, welcoming(stingy)) as daemon, Client.connect(daemon.path) as client:
        assert client.devices() == DEVICES[:2]
        assert len(client.evidence().cycles.elements) == 2

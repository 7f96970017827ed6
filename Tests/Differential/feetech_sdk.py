"""Talks to servos through Feetech's own SDK (feetech-servo-sdk): pings, reads and moves them.

    feetech_sdk.py TTY      servos 1 and 2 are STS3215 at 1000 and 2000 counts

Prints what went wrong and exits 1, or "moved" and exits 0. Each request is tried for a while: the machine may
be too busy for the SDK's own patience of 34 ms.
"""

import sys
import time

import scservo_sdk as sdk

TORQUE_ENABLE, GOAL, PRESENT, VOLTAGE, MOVING = 40, 42, 56, 62, 66
PATIENCE = 60


def fail(sentence):
    print(sentence)
    sys.exit(1)


def patiently(what, request):
    """The first result of `request` that is not None."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        result = request()
        if result is not None:
            return result
    fail(f"{what}: no answer")


def main():
    port = sdk.PortHandler(sys.argv[1])
    if not port.openPort() or not port.setBaudRate(1_000_000):
        fail("the port does not open")
    packets = sdk.PacketHandler(0)

    def good(result):
        *values, status, error = result
        return (values, error) if status == sdk.COMM_SUCCESS else None

    def read2(servo, address):
        values, _ = patiently(
            f"reading {address} of {servo}", lambda: good(packets.read2ByteTxRx(port, servo, address))
        )
        return values[0]

    def write1(servo, address, value):
        patiently(
            f"writing {address} of {servo}",
            lambda: good(packets.write1ByteTxRx(port, servo, address, value)),
        )

    for servo in (1, 2):
        values, error = patiently(f"ping of {servo}", lambda: good(packets.ping(port, servo)))
        if values != [777] or error != 0:
            fail(f"servo {servo} is a {values} with error {error}, not an STS3215 (777)")
    if good(packets.ping(port, 3)) is not None:
        fail("servo 3 answers, and there is none")

    for servo, counts in ((1, 1000), (2, 2000)):
        if read2(servo, PRESENT) != counts:
            fail(f"servo {servo} is at {read2(servo, PRESENT)}, not {counts}")
    values, _ = patiently("voltage", lambda: good(packets.read1ByteTxRx(port, 1, VOLTAGE)))
    if values != [120]:
        fail(f"the supply is {values[0]}, not 120")

    for servo in (1, 2):
        write1(servo, TORQUE_ENABLE, 1)
    writer = sdk.GroupSyncWrite(port, packets, GOAL, 2)
    for servo, goal in ((1, 1300), (2, 1700)):
        if not writer.addParam(servo, [sdk.SCS_LOBYTE(goal), sdk.SCS_HIBYTE(goal)]):
            fail("the SDK does not take a goal")
    if writer.txPacket() != sdk.COMM_SUCCESS:
        fail("the goals do not go out")

    reader = sdk.GroupSyncRead(port, packets, PRESENT, 15)
    for servo in (1, 2):
        reader.addParam(servo)

    def arrived():
        if reader.txRxPacket() != sdk.COMM_SUCCESS:
            return None
        at = [reader.getData(servo, PRESENT, 2) for servo in (1, 2)]
        moving = [reader.getData(servo, MOVING, 1) for servo in (1, 2)]
        return at if at == [1300, 1700] and moving == [0, 0] else None

    patiently("the servos do not arrive", arrived)
    for servo in (1, 2):
        write1(servo, TORQUE_ENABLE, 0)
    port.closePort()
    print("moved")


main()

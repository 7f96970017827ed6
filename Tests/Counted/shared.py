"""The shared file of the counted run: counted.h in Python."""
import ctypes

MAGIC, BUSES, THREADS, CALLS, ODD = 0x3155434E54424C43, 2, 8, 512, 16
PERIOD_NS = 1_000_000
WORD = ctypes.c_uint64


def words(*names):
    return [(name, WORD) for name in names]


class Odd(ctypes.Structure):
    _fields_ = words("cycle", "probes", "calls", "transfers")


class Thread(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char * 16)] + words(
        "tid", "cycles", "state", "allocations", "frees", "locks", "minor_faults", "major_faults",
        "wake_ups", "transfers", "probes", "split_cycles", "unexplained_cycles", "odd_count") + [
        ("odd", Odd * ODD), ("calls", WORD * CALLS)]


class Bus(ctypes.Structure):
    _fields_ = words("refuse_every", "slow_every", "slow_ns", "is_dead", "transfers", "refused",
                     "slowed")


class Shared(ctypes.Structure):
    """Tests/Counted/counted.h: struct counted_shared."""
    _fields_ = words("magic", "warm_up", "span", "is_trap", "counts_calls", "can_count_calls",
                     "stall_every", "stall_ns", "stalled", "period_ns") + [
        ("buses", Bus * BUSES), ("thread_count", WORD), ("threads", Thread * THREADS)]

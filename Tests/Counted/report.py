"""What the counted run says, and whether it is as it must be."""
import collections
import os
import platform
import re
import sys

MARK = 0xC0DE0000


def call_names():
    """The kernel's names of the system calls of this machine."""
    for folder in (f"/usr/include/{platform.machine()}-linux-gnu/asm", "/usr/include/asm"):
        for file in ("unistd_64.h", "unistd.h"):
            path = f"{folder}/{file}"
            if os.path.exists(path):
                with open(path) as text:
                    found = re.findall(r"#define __NR_(\w+)\s+(\d+)", text.read())
                if found:
                    return {int(number): name for name, number in found}
    return {}


def strace_calls(path):
    """System calls by name between the library's marks."""
    calls, is_counting = collections.Counter(), False
    with open(path) as lines:
        for line in lines:
            if f"lseek(-1, {MARK + 1}," in line:
                is_counting = True
            elif f"lseek(-1, {MARK + 2}," in line:
                break
            elif is_counting and (match := re.match(r"(\w+)\(", line)):
                calls[match.group(1)] += 1
    return calls


def calls_of(run, thread, names):
    if run.arguments.strace:
        return strace_calls(f"{run.folder}/trace.{thread.tid}")
    return collections.Counter({names.get(number, f"call {number}"): count
                                for number, count in enumerate(thread.calls) if count})


def judge(run):
    """Prints the table; returns what deviates."""
    names, problems = call_names(), []
    is_locked = "mlockall" not in run.log()
    can_count = run.shared.can_count_calls or run.arguments.strace
    columns = ("thread", "cycles", "allocations", "frees", "locks", "faults", "wake-ups",
               "transfers", "probes", "calls", "expected")
    print("  ".join(f"{column:>11}" for column in columns))
    buses = 0
    for thread in run.threads():
        name = thread.name.decode()
        if name != "cbl-control":
            name += f" {buses}"
            buses += 1
        calls = calls_of(run, thread, names) if can_count else collections.Counter()
        probes = calls["pread64"]
        total = sum(calls.values())
        expected = thread.wake_ups + thread.transfers + 3 * probes
        faults = thread.minor_faults + thread.major_faults
        row = (name, thread.wake_ups, thread.allocations, thread.frees, thread.locks, faults,
               calls["clock_nanosleep"] if can_count else "-", thread.transfers, probes,
               total if can_count else "-", expected if can_count else "-")
        print("  ".join(f"{value:>11}" for value in row))
        if thread.wake_ups != run.arguments.cycles:
            problems.append(f"{name}: only {thread.wake_ups} of {run.arguments.cycles} cycles")
        for what in ("allocations", "frees", "locks", "minor_faults", "major_faults"):
            # Without locked memory the first use of a page of the program is a fault, and may be.
            if getattr(thread, what) and (is_locked or not what.endswith("faults")):
                problems.append(f"{name}: {getattr(thread, what)} {what.replace('_', ' ')}")
        if can_count and thread.state == 2:
            allowed = {"clock_nanosleep": thread.wake_ups, "getrusage": probes, "pread64": probes,
                       "clock_gettime": probes}
            carried = calls["ioctl"] + calls["nanosleep"]
            if carried != thread.transfers:
                problems.append(f"{name}: {carried} ioctls for {thread.transfers} transfers")
            for call, count in calls.items():
                if call not in ("ioctl", "nanosleep") and count != allowed.get(call, 0):
                    problems.append(
                        f"{name}: {count} x {call}, not {allowed.get(call, 0)}")
        if name == "cbl-control" and thread.transfers:
            problems.append(f"{name}: {thread.transfers} transfers")
        if name != "cbl-control" and run.arguments.cycles:
            print(f"{'':>11}  one transfer in all but {thread.split_cycles} cycles, each of these "
                  "within 250 cycles of a failed one")
        if thread.unexplained_cycles:
            problems.append(f"{name}: {thread.unexplained_cycles} cycles with something else in "
                            "them: " + "; ".join(
                                f"cycle {odd.cycle}: {odd.calls} calls, {odd.transfers} transfers, "
                                f"{odd.probes} probes"
                                for odd in thread.odd[:min(thread.odd_count, 4)]))
    print("expected = wake-ups + transfers + 3 x probes (a late cycle reads getrusage, schedstat and "
          "its processor clock)")
    if not can_count:
        print("NOT COUNTED: system calls; this kernel has no Syscall User Dispatch. Use --strace.")
    return problems


def judge_sanitized(run):
    """Prints what RealtimeSanitizer saw; returns what deviates."""
    log = run.log()
    reports = re.findall(r"ERROR: RealtimeSanitizer.*", log)
    for thread in run.threads():
        print(f"{thread.name.decode():>11}: {thread.wake_ups} cycles in a real-time context")
    print(f"RealtimeSanitizer: {len(reports)} reports")
    if reports:
        print("\n".join(line for line in log.splitlines() if not line.startswith("cerebellumd: ")),
              file=sys.stderr)
    return ([f"RealtimeSanitizer reports {len(reports)} calls"] if reports else []) + [
        f"{thread.name.decode()}: only {thread.wake_ups} of {run.arguments.cycles} cycles"
        for thread in run.threads() if thread.wake_ups != run.arguments.cycles]


def permissions(run):
    refused = [line for line in run.log().splitlines()
               if "DEGRADED" in line or "not everything was granted" in line]
    if "mlockall" in run.log():
        print("NOT JUDGED: page faults; memory could not be locked")
    for line in refused:
        print(f"not permitted here: {line.removeprefix('cerebellumd: ')}")
    if not refused:
        print("SCHED_FIFO, locked memory and /dev/cpu_dma_latency were granted")

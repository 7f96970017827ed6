"""A memory cgroup of the kernel's, of either version: whoever in it wants more than there is, the kernel kills."""
import os
import time

GROUPS = "/sys/fs/cgroup"


class MemoryGroup:
    """With room for `room` bytes beyond what its processes have when they are put in."""

    def __init__(self, room):
        is_first = os.path.exists(f"{GROUPS}/memory/memory.limit_in_bytes")
        self.path = f"{GROUPS}/memory/cerebellum-{os.getpid()}" if is_first else f"{GROUPS}/cerebellum-{os.getpid()}"
        self.count = f"{self.path}/" + ("memory.oom_control" if is_first else "memory.events")
        os.mkdir(self.path)
        try:
            self._write("memory.limit_in_bytes" if is_first else "memory.max", room)
        except OSError:
            os.rmdir(self.path)
            raise

    def _write(self, name, value):
        # No O_CREAT: what is not there, this kernel does not have.
        file = os.open(f"{self.path}/{name}", os.O_WRONLY)
        try:
            os.write(file, str(value).encode())
        finally:
            os.close(file)

    def take(self, process):
        self._write("cgroup.procs", process)

    @property
    def kills(self):
        """How often the kernel killed in it."""
        with open(self.count, encoding="utf-8") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))

    def end(self):
        """Once its processes are gone; the kernel takes a moment to let them go."""
        deadline = time.monotonic() + 5
        while True:
            try:
                return os.rmdir(self.path)
            except OSError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.01)


def missing():
    """Why the kernel's killer cannot be tried here; nothing where it can."""
    try:
        MemoryGroup(1 << 30).end()
    except OSError as error:
        return f"no memory cgroup can be made here ({error})"
    return None

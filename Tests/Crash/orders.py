"""What the run orders the preloaded library to do: the struct of hardware.h in a file that both map."""
import mmap
import struct

FIELDS = ("magic", "control", "bus", "bus_error", "line_error", "disk_error", "disk_delay", "clock_shift", "no_memory",
          "linger", "effects")
MAGIC = 0x3248535243424C43


class Orders:
    def __init__(self, path):
        self.path = path
        with open(path, "w+b") as file:
            file.write(bytes(8 * len(FIELDS)))
            file.flush()
            self.memory = mmap.mmap(file.fileno(), 8 * len(FIELDS))
        self.clear()

    def clear(self):
        for name in FIELDS:
            self[name] = MAGIC if name == "magic" else 0

    def __setitem__(self, name, value):
        struct.pack_into("<Q", self.memory, 8 * FIELDS.index(name), value)

    def __getitem__(self, name):
        return struct.unpack_from("<Q", self.memory, 8 * FIELDS.index(name))[0]

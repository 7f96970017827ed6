#!/usr/bin/env python3
"""Makes the kernel's own sources of a few drivers a folder of modules that stands alone.

    HIL/modules.py FOLDER

FOLDER holds files of Debian's linux-source, in the kernel's folders. Where a text that has to change is not
there, this fails: then the kernel has changed, and somebody has to look.
"""

import pathlib
import sys


class Changed(Exception):
    pass


def replace(path, old, new):
    text = path.read_text()
    if text.count(old) != 1:
        raise Changed(f"{path.name} has {text.count(old)} times, not once: {old}")
    path.write_text(text.replace(old, new))


def forced_interrupts(folder):
    """QEMU 7.2 does not hand the interrupt feature of virtio-gpio on, though the backend serves it."""
    path = folder / "gpio-virtio.c"
    test = "virtio_has_feature(vdev, VIRTIO_GPIO_F_IRQ)"
    replace(path, f"if ({test})", f"if (force_irq || {test})")
    declaration = "static int virtio_gpio_probe(struct virtio_device *vdev)\n"
    replace(
        path,
        declaration,
        "static bool force_irq;\nmodule_param(force_irq, bool, 0444);\n\n" + declaration,
    )


def awaited_messages(folder):
    """Since 2025 the driver waits for no message behind one that failed, and for none when a signal comes, and frees
    all: what the backend then answers goes into memory of somebody else. Before, it waited for each.
    """
    path = folder / "i2c-virtio.c"
    if "wait_for_completion_interruptible" not in path.read_text():
        return
    replace(
        path,
        "\t\tif (!failed) {\n"
        "\t\t\tif (wait_for_completion_interruptible(&req->completion))\n"
        "\t\t\t\tfailed = true;\n"
        "\t\t\telse if (",
        "\t\twait_for_completion(&req->completion);\n\t\tif (!failed) {\n\t\t\tif (",
    )


def long_transfers(folder):
    """QEMU's ring holds four messages, and of more the driver sends the first four. Other adapters take them all."""
    path = folder / "i2c-virtio.c"
    replace(path, "static int virtio_i2c_xfer(", "static int virtio_i2c_part(")
    following = "static void virtio_i2c_del_vqs(struct virtio_device *vdev)\n"
    replace(path, following, LONG_TRANSFERS + following)


LONG_TRANSFERS = """\
static int virtio_i2c_xfer(struct i2c_adapter *adap, struct i2c_msg *msgs, int num)
{
	struct virtio_i2c *vi = i2c_get_adapdata(adap);
	int most = virtqueue_get_vring_size(vi->vq);
	int done = 0;

	while (done < num) {
		int part = min(num - done, most);
		int count = virtio_i2c_part(adap, msgs + done, part);

		if (count < part)
			return count < 0 ? count : done + count;
		done += count;
	}
	return done;
}

"""


def main(folder):
    folder = pathlib.Path(folder)
    for path in [*folder.rglob("*.c"), *folder.rglob("*.h")]:
        path.rename(folder / path.name)
    modules = ["gpio-virtio", "i2c-virtio", "i2c-stub", "i2c-mux-pca954x"]
    try:
        forced_interrupts(folder)
        awaited_messages(folder)
        long_transfers(folder)
    except Changed as change:
        sys.exit(f"error: {change}\nThis kernel's source is not the one that HIL/modules.py knows.")
    (folder / "Kbuild").write_text(f"obj-m := {' '.join(module + '.o' for module in modules)}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])

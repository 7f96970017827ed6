"""Where daemon and clients meet when nobody says otherwise."""

import os

SERVICE = "/run/cerebellum/control.sock"
"""Where the service listens."""


def standard_path() -> str:
    """`$CEREBELLUM_SOCKET`; else the service's path where its folder exists; else a path of this user's own in
    `$XDG_RUNTIME_DIR`, or in /tmp, as the tool and the daemon choose it.
    """
    if path := os.environ.get("CEREBELLUM_SOCKET"):
        return path
    if os.access(os.path.dirname(SERVICE), os.X_OK):
        return SERVICE
    if folder := os.environ.get("XDG_RUNTIME_DIR"):
        return f"{folder}/cerebellum.sock"
    return f"/tmp/cerebellum-{os.getuid()}.sock"

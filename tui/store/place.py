"""Where a book lies: a network share keeps no promise about locks and fsync, a removable disk goes away."""

from __future__ import annotations

from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.rclone", "9p", "afs", "davfs", "fuse.davfs2"}
)
_REMOVABLE = frozenset({"vfat", "exfat", "msdos", "fuseblk", "iso9660", "udf"})


def risk(folder: Path, mounts: str | None = None) -> str | None:
    """``book_on_network`` or ``book_on_removable`` for a folder on such a file system, else None.

    ``mounts`` is the system's table of mounts; read from Linux's own when not given. Where there is no such table
    nothing can be told.
    """
    if mounts is None:
        try:
            mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return None
    path = str(folder)
    best, found = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ").rstrip("/")
        inside = path == point or path.startswith(f"{point}/")
        if inside and len(point) >= best:
            best, found = len(point), parts[2]
    if found in _NETWORK:
        return "book_on_network"
    return "book_on_removable" if found in _REMOVABLE else None

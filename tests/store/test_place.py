"""A book on a network share or a removable disk is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.store.place import risk

MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/share /mnt/team nfs4 rw 0 0
//nas/books /mnt/nas\\040two cifs rw 0 0
/dev/sdb1 /media/usb vfat rw 0 0
tmpfs /mnt/team/fast tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/home/wang/book", None),
        ("/mnt/team/book", "book_on_network"),
        ("/mnt/teamwork/book", None),
        ("/mnt/nas two/book", "book_on_network"),
        ("/media/usb", "book_on_removable"),
        ("/mnt/team/fast/book", None),
    ],
)
def test_the_file_system_of_a_folder_is_told(folder: str, expected: str | None) -> None:
    assert risk(Path(folder), MOUNTS) == expected


def test_a_table_that_cannot_be_read_as_one_tells_nothing() -> None:
    assert risk(Path("/mnt/team"), "\n\nx y\n") is None

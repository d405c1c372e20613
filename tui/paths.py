"""Where things lie: files that ship with the program, and the user's own folders.

A shipped file is looked for inside the installed package first (``tui/_data``, put there by the wheel) and beside
the package second (a checkout or an editable install).
"""

from __future__ import annotations

from pathlib import Path

from tui.errors import BadFile

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Path of a shipped file or folder such as ``config.toml`` or ``locales``.

    Raises BadFile when the installation lacks it.
    """
    for base in (_PACKAGE / "_data", _PACKAGE.parent):
        found = base / name
        if found.exists():
            return found
    raise BadFile("resource_missing", path=name)


def data(name: str) -> Path:
    """Path of a file or folder of the world's data, such as ``rules`` or ``makes.toml``."""
    return _PACKAGE / "data" / name


def user_config_file() -> Path:
    """Path of the user's own settings; it need not exist."""
    from platformdirs import user_config_path

    return user_config_path("nearnew", appauthor=False) / "config.toml"


def user_data_folder() -> Path:
    """Folder of the user's book and own packs; it need not exist."""
    from platformdirs import user_data_path

    return user_data_path("nearnew", appauthor=False)

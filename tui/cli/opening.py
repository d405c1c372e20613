"""The screens in a terminal, the desk summary anywhere else: each is imported only where it is what is wanted."""

from __future__ import annotations

import gc
import sys

from tui.cli import first_keys
from tui.desk.context import Desk


def open_or_tell(desk: Desk, form: str = "text") -> None:
    """Open the screens in a terminal; print the desk summary anywhere else."""
    if form == "text" and sys.stdin.isatty() and sys.stdout.isatty():
        gc.disable()  # what is imported stays, and so does most of what is made while the screens come up
        with first_keys.kept():
            from tui.app.running import run

            run(desk)
        return
    from tui.cli import output
    from tui.cli.summary import summary_text
    from tui.desk import overview

    view = overview.overview(desk)
    if form == "json":
        output.data(output.as_json(overview.as_json(desk, view)))
    else:
        output.data(summary_text(desk, view))

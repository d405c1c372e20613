"""``python -m tui`` and the command ``nearnew``."""

from __future__ import annotations

import gc
import sys
from contextlib import nullcontext

from tui.cli import first_keys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    with first_keys.kept() if first_keys.open_the_desk(sys.argv[1:]) else nullcontext():
        gc.disable()  # what is imported stays: there is nothing to collect among it
        from tui.cli.main import main as run

        gc.freeze()
        gc.enable()
        sys.exit(run())


if __name__ == "__main__":
    main()

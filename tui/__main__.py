"""``python -m tui`` and the command ``nearnew``."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    gc.disable()  # what is imported stays: there is nothing to collect among it
    from tui.cli.main import main as run

    gc.freeze()
    gc.enable()
    sys.exit(run())


if __name__ == "__main__":
    main()

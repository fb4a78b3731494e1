"""The command line: `postworthy`, or `python -m postworthy`."""

import signal
import sys

from postworthy._postworthy import main as run


def main() -> int:
    """Run the command line and return its exit status."""
    # The command runs in native code, where Python would not get to see an interrupt.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run(["postworthy", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())

"""`opsledger …`, or `python -m opsledger …`."""

import os
import sys

from opsledger.commands.program import run


def main() -> None:
    """The program as the operating system calls it."""
    sys.exit(run(sys.argv[1:], os.environ))


if __name__ == "__main__":
    main()

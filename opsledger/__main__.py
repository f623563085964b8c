"""`opsledger …`, or `python -m opsledger …`."""

import os
import sys

from opsledger.commands.program import run
from opsledger.garbage import collect_no_more, collect_seldom


def main() -> None:
    """The program as the operating system calls it."""
    collect_seldom()
    code = run(sys.argv[1:], os.environ)
    collect_no_more()
    sys.exit(code)


if __name__ == "__main__":
    main()

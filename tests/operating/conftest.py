"""What the tests of operating share with those of the command line."""

from tests.cli.conftest import environment, process, program, serving

__all__ = ["environment", "process", "program", "serving"]

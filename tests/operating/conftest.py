"""What the tests of operating share with those of the command line."""

from tests.cli.conftest import environment, program, serving

__all__ = ["environment", "program", "serving"]

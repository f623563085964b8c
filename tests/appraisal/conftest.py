"""A company on each database, in which January is scored and not delivered yet."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests import postgres
from tests.appraisal.running import Play, conclude, hand_over, playing


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def plays(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres_dsn: str
) -> Iterator[Play]:
    """The company, for the tests of one module."""
    with ExitStack() as ends:
        target = str(tmp_path_factory.mktemp("company"))
        if request.param == "postgres":
            target = ends.enter_context(postgres.database_on(postgres_dsn))
        play = ends.enter_context(playing(target, target))
        play.show()
        yield play


@pytest.fixture(scope="module")
def delivered(plays: Play) -> Play:
    """Ron's January is delivered, talked over and final."""
    hand_over(plays)
    conclude(plays)
    plays.show()
    return plays

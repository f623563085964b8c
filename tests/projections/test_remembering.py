"""What is written once of a statement, and what is put in each time that it is run."""

from projections.compiling.selection import Pages, Wish
from projections.compiling.template import Given, Hole, Later, Template
from projections.dialect import Sql
from projections.filters import Range
from projections.tables import tables
from projections.visibility import Viewer
from tests.projections.workshop import ROOMS

ANN, BEN = Viewer("ann", frozenset()), Viewer("ben", frozenset())


class Written:
    """A hole that tells how often it was filled."""

    def __init__(self, *pages: Pages) -> None:
        self.times = 0
        self.hole = Hole(self._write, pages)

    def _write(self, given: Given) -> Sql:
        self.times += 1
        return Sql(f"{given.viewer.person} ? ?", (given.at, Later(lambda given: given.root)))


def test_what_is_known_only_when_it_is_run_is_put_in_each_time() -> None:
    written = Written()
    statement = Template("SELECT ", written.hole).remembered()
    assert statement.filled(Given(ANN, root="one")) == Sql("SELECT ann ? ?", (None, "one"))
    assert statement.filled(Given(ANN, root="two")) == Sql("SELECT ann ? ?", (None, "two"))
    assert written.times == 1


def test_another_viewer_and_another_position_are_written_anew() -> None:
    written = Written()
    statement = Template("SELECT ", written.hole).remembered()
    for viewer, at in ((ANN, None), (BEN, None), (ANN, 7), (ANN, 8), (ANN, None)):
        assert statement.filled(Given(viewer, at)).text == f"SELECT {viewer.person} ? ?"
        assert statement.filled(Given(viewer, at)).values == (at, None)
    assert written.times == 4


def test_another_wish_is_written_anew() -> None:
    wishes = {"few": Wish(Range(first=1)), "many": Wish(Range(first=9))}
    pages = Pages(tables(ROOMS)["job"], lambda given: wishes[given.variables], ())
    hole = Hole(lambda given: Sql("LIMIT ?", (given.wish(pages).part.first,)), (pages,))
    statement = Template("SELECT ", hole).remembered()
    asked = [statement.filled(Given(ANN, variables=each)).values for each in ("few", "many", "few")]
    assert asked == [(1,), (9,), (1,)]


def test_what_may_be_anything_is_never_remembered() -> None:
    hole = Hole(lambda given: Sql(str(given.root)), None)
    statement = Template("SELECT ", Template(hole)).remembered()
    assert [statement.filled(Given(ANN, root=each)).text for each in (1, 2)] == ["SELECT 1", "SELECT 2"]

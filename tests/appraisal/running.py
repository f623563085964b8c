"""A whole product with one appraisal in it, and those who would like to know more than they may."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count

from application.access import Access
from application.delivery import open_deliveries
from application.feed import Feed
from application.issuer import Issuer
from application.reading import open_reads
from domain.rooms import ROOMS
from domain.shared.ids import ADMINISTRATOR
from graphql_api.app import App, create_app
from projections.runner import Runner
from projections.views import Views, open_views
from tests.api.running import ADMIN, SECRET, Running
from tests.appraisal.ledger import evaluate, finish, founded, open_month, put_in_use
from tests.stories.company import Company

SCHEMAS = count(1)
PROGRAM = "a-program's-token"
CLOSED_ROOMS = ("appraisal", "appraisal_cycle", "peer_evaluation")


@dataclass
class Play:
    """The product, the company that works in it, and Ron's appraisal."""

    running: Running
    company: Company
    appraisal: str
    app: App = field(init=False)

    def __post_init__(self) -> None:
        self.app = create_app(self.running)

    @property
    def views(self) -> Views:
        return self.running.views

    def show(self) -> int:
        """Wait until everything is shown; the position that it has reached."""
        head = self.company.store.head()
        assert self.running.runner.wait(head, 60)
        return head


@contextmanager
def playing(target: str, views: str) -> Iterator[Play]:
    """January is scored and not delivered yet; a program has a token for everything that is closed."""
    with (
        founded(target) as company,
        closing(open_views(views, ROOMS, f"views_{next(SCHEMAS)}")) as shown,
        closing(open_reads(target)) as reads,
        closing(open_deliveries(target)) as deliveries,
    ):
        company.do(
            "token.issue", ADMINISTRATOR, person="ida", label="payroll", scopes=CLOSED_ROOMS,
            hash=sha256(PROGRAM.encode()).hexdigest(), expires_on="2026-12-31",
        )  # fmt: skip
        put_in_use(company)
        appraisal = open_month(company, 1)
        evaluate(company, appraisal, 80)
        company.do("appraisal.fix_composite", "hugo", appraisal)
        runner = Runner(Feed(company.store, company.ledger.mapper), shown)
        runner.start()
        access = Access(company.ledger, ADMIN, Issuer(SECRET, "https://id.example", "opsledger"))
        try:
            yield Play(Running(company.ledger, access, shown, runner, reads, deliveries), company, appraisal)
        finally:
            runner.stop()


def hand_over(play: Play) -> None:
    """The result is delivered."""
    play.company.do("appraisal.deliver", "hugo", play.appraisal)


def conclude(play: Play) -> None:
    """Interview and end."""
    finish(play.company, play.appraisal)

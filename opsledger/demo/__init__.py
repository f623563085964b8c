"""A company to try the product on: two years of it, in which every state of every record occurs, by real commands."""

from opsledger.compose import Product
from opsledger.demo.appraisals import appraisals
from opsledger.demo.coordinations import coordinations
from opsledger.demo.issues import issues
from opsledger.demo.organising import organising
from opsledger.demo.past_plans import past_plans
from opsledger.demo.people import PERSONAS, STAFF, founding
from opsledger.demo.plans import plans
from opsledger.demo.projects import projects
from opsledger.demo.stage import Stage


def fill(product: Product) -> tuple[str, ...]:
    """Fill an empty ledger, up to the present; one line about each person as whom a visitor can act.

    Does nothing to a ledger that has anything in it, and then has nothing to say.
    """
    if product.feed.head():
        return ()
    stage = Stage(product)
    stage.play(
        founding(stage), *organising(stage), *past_plans(stage), *plans(stage),
        *issues(stage), *coordinations(stage), *projects(stage), *appraisals(stage),
    )
    return tuple(f"{each.token:<15} {STAFF[each.person].name}  {each.can}" for each in PERSONAS)

"""What colleagues said on the average (APPR-04)."""

from collections import defaultdict
from decimal import Decimal

from domain.appraisal.peers.state import RECORDED_FOR, PeerEvaluation
from domain.appraisal.values import PeerAverage
from domain.shared.act import World
from domain.shared.ids import AppraisalId
from domain.shared.values import hundredths


def averages(appraisal: AppraisalId, world: World) -> tuple[PeerAverage, ...]:
    """The mean points for each indicator that colleagues were asked about, and how many said something."""
    given: dict[str, list[Decimal]] = defaultdict(list)
    for id in sorted(world.find(RECORDED_FOR, appraisal)):
        evaluation = world.get(PeerEvaluation, id)
        for each in evaluation.scores if evaluation else ():
            given[each.indicator].append(each.score)
    return tuple(
        PeerAverage(indicator=key, mean=hundredths(sum(points, Decimal(0)) / len(points)), evaluations=len(points))
        for key, points in given.items()
    )

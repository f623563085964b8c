"""What was erased is told to be erased, in differences, in replay and in dossiers; nothing of them fails."""

from pathlib import Path

import msgspec

from application.audit.changes import snapshot
from application.audit.difference import difference
from application.audit.dossier.making import dossier
from application.audit.dossier.paper.pdf import pdf
from application.audit.dossier.paper.web import html
from application.audit.sight import ALL
from application.audit.steps import History
from application.erasing import carry_out
from domain.shared.personal import ERASED
from tests.personal.place import LATE, Place, decide_erasure, leave, played


def test_what_was_erased_is_told_to_be_erased_and_the_rest_is_told_as_before(tmp_path: Path) -> None:
    place = Place(str(tmp_path), "erased")
    company = place.process()
    appraisal = played(company)
    head = company.store.head()
    before = dossier(company.ledger, appraisal, head, "en")
    leave(company, "ron")
    decide_erasure(company, "ron")
    assert carry_out(company.ledger) == 1
    after = dossier(company.ledger, appraisal, head, "en")
    assert before and after
    told = [each for matter in after.matters for each in matter.submissions]
    known = [each for matter in before.matters for each in matter.submissions]
    assert [each.digest for each in told] == [each.digest for each in known] and all(each.intact for each in known)
    assert any(each.intact is None and ERASED in {one.text for one in each.content} for each in told)
    assert not any(each.intact is False for each in told)
    assert [len(each.decisions) for each in told] == [len(each.decisions) for each in known]
    page = html(after).decode()
    assert ERASED in page and "some of it has been erased" in page and pdf(after).startswith(b"%PDF-")

    steps = list(History(company.ledger).steps(appraisal, head))
    changes = difference(steps, 0, ALL.told)
    replayed = msgspec.json.encode([snapshot(each.after) for each in steps])
    for text in (page, str(changes), replayed.decode()):
        assert LATE not in text and ERASED in text
    place.close()

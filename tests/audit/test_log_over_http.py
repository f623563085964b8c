"""The log as others follow it over HTTP: code that is not ours reads tiles and proofs and comes to the same root."""

from base64 import b64decode
from hashlib import sha256
from http import HTTPStatus

import httpx
import pytest
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.tiles import leaf_hash
from tlog_scales.tlog import Checkpoint, ConsistencyProof, InclusionProof

from opsledger.demo.people import AUDITOR, PLANNER
from tests.audit.conftest import Company


class Served:
    """The log at an address, as the reader that is not ours asks for it."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def get(self, *path: str) -> bytes | None:
        found = self._http.get("/log/" + "/".join(path))
        return found.content if found.status_code == HTTPStatus.OK else None


def test_code_that_is_not_ours_reads_the_log_over_http_and_comes_to_its_root(company: Company) -> None:
    told = company.ask("{ checkpoint { keys note size successions cosigned } }")["checkpoint"]
    with company.http() as http:
        reader = TilesReader(Served(http))
        checkpoint = reader.get_checkpoint()
        checkpoint.verify(Vkey.from_string(told["keys"][-1]))
        assert told["size"] == checkpoint.size == company.product.feed.head() > 512
        assert Checkpoint.from_text(told["note"]).root_hash == reader.mth(0, checkpoint.size) == checkpoint.root_hash
        entries = reader._get_tile(-1, 0)
    assert len(told["successions"]) == 1 and told["cosigned"] is None
    assert entries and entries[3].endswith(company.product.ledger.store.log(3, 1)[0].stream.encode())


def test_code_that_is_not_ours_accepts_proofs_out_of_graphql(company: Company) -> None:
    ask = "query ($at: LogPosition!) { inclusionProof(position: $at) { position size root leaf path entry stored } }"
    for position in (1, 300, company.product.feed.head()):
        told = company.ask(ask, at=position)["inclusionProof"]
        entry, root = b64decode(told["entry"]), b64decode(told["root"])
        assert leaf_hash(entry) == b64decode(told["leaf"]) and sha256(told["stored"].encode()).digest() in entry
        path = [b64decode(each) for each in told["path"]]
        InclusionProof(position - 1, told["size"], path).check(leaf_hash(entry), root)
    told = company.ask("{ consistencyProof(from: 100) { from to fromRoot toRoot path } }")["consistencyProof"]
    path = [b64decode(each) for each in told["path"]]
    ConsistencyProof(100, told["to"], path).check(b64decode(told["fromRoot"]), b64decode(told["toRoot"]))
    assert b64decode(told["toRoot"]) == root


def test_a_proof_shows_nobody_an_event_that_they_may_not_see(company: Company) -> None:
    assessed = (
        each for each in company.product.feed.log(0, 10_000) if each.type == "appraisal.form.self_assessment_submitted"
    )
    hidden = next(each.position for each in assessed if each.envelope.actor != PLANNER)
    ask = f"{{ inclusionProof(position: {hidden}) {{ leaf entry stored }} }}"
    told = company.ask(ask, PLANNER)["inclusionProof"]
    assert told["leaf"] and told["entry"] is None and told["stored"] is None
    assert company.ask(ask, AUDITOR)["inclusionProof"]["stored"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("inclusionProof(position: 0) { leaf }", "audit.not_inside"),
        ("inclusionProof(position: 9, size: 8) { leaf }", "audit.not_inside"),
        ("inclusionProof(position: 1, size: 1000000) { leaf }", "audit.not_signed"),
        ("consistencyProof(from: 9, to: 8) { path }", "audit.not_grown"),
    ],
)
def test_a_proof_of_what_is_not_so_is_refused(company: Company, asked: str, code: str) -> None:
    assert company.refused(f"{{ {asked} }}") == [code]


@pytest.mark.parametrize(
    ("path", "status", "kept"),
    [
        ("checkpoint", 200, "private, no-cache"),
        ("tile/0/000", 200, "private, max-age=31536000, immutable"),
        ("tile/0/000.p/7", 200, "private, max-age=60"),
        ("tile/1/000.p/1", 200, "private, max-age=60"),
        *((f"tile/{path}", 404, "no-store") for path in (
            "0/999", "0/x000/000", "0/x001/000", "0/000.p/256", "0/000.p/0", "0/000.p/07", "0/0", "64/000", "00/000",
            "-1/000", "", "0/000/",
        )),
    ],
)  # fmt: skip
def test_tiles_are_kept_for_ever_and_what_is_not_there_is_not_found(
    company: Company, path: str, status: int, kept: str
) -> None:
    with company.http(PLANNER) as http:
        found = http.get(f"/log/{path}")
    assert (found.status_code, found.headers["cache-control"]) == (status, kept)


def test_entries_are_for_auditors_and_nothing_is_for_strangers(company: Company) -> None:
    with company.http(AUDITOR) as http:
        found = http.get("/log/tile/entries/000")
        assert found.status_code == 200 and found.headers["content-type"] == "application/octet-stream"
        assert http.head("/log/checkpoint").status_code == 200 and http.post("/log/checkpoint").status_code == 405
        for stranger in ({"Authorization": "Bearer nobody's"}, {"Authorization": ""}):
            found = http.get("/log/checkpoint", headers=stranger)
            assert found.status_code == 401 and found.headers["www-authenticate"].startswith("Bearer ")
    with company.http(PLANNER) as http:
        assert http.get("/log/tile/entries/000").status_code == 403
        assert http.get("/log/checkpoint?size=3").status_code == http.get("/log/tile/0/000?x").status_code == 400

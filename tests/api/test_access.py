"""Who is believed to be who: JWTs of the provider, by secret or by public key, and our own tokens until they end."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from application.access import Access, Caller
from application.command import Command
from application.issuer import Issuer, NotAKey
from domain.shared.ids import ADMINISTRATOR, PersonId
from domain.shared.term import Role
from tests.api.running import ADMIN, SECRET, Running, running

HOUR = timedelta(hours=1)


def claims(**changed: Any) -> dict[str, Any]:
    about = {"sub": "ana", "iss": "https://id.example", "aud": "opsledger", "exp": datetime.now(UTC) + HOUR}
    return {name: value for name, value in {**about, **changed}.items() if value is not None}


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A company of Ana alone."""
    folder: Path = tmp_path_factory.mktemp("access")
    with running(str(folder), str(folder)) as product:

        def do(act: str, **inputs: Any) -> str:
            plain = msgspec.to_builtins(inputs)
            receipt = product.ledger.do(Command(act=act, actor=ADMINISTRATOR, inputs=plain))
            return receipt.part or receipt.record

        do("organisation.found", company="Green", structural_form="flat", headquarters="Head office", unit="hq")
        position = do("organisation.define_position", name="Head", roles=[Role.MGMT])
        do("organisation.hire_person", name="Ana", person="ana", unit="hq", position=position)
        for secret in ("good", "taken back"):
            hash = sha256(secret.encode()).hexdigest()
            do("token.issue", person="ana", label=secret, hash=hash, expires_on=date(2199, 1, 1), scopes=["plan"])
        taken = product.ledger.world().find("token.hash", sha256(b"taken back").hexdigest())[0]
        revoke = Command(act="token.revoke", actor=ADMINISTRATOR, record=taken, inputs={"reason": "lost"})
        product.ledger.do(revoke)
        yield product


ANA = Caller(PersonId("ana"), frozenset({Role.EMP, Role.MGMT}))


def test_the_administrator_is_known_by_the_token_of_the_settings(product: Running) -> None:
    assert product.access.authenticate(ADMIN) == Caller(ADMINISTRATOR, frozenset({Role.ADM}))
    assert Access(product.ledger).authenticate(ADMIN) is None
    assert Access(product.ledger, "").authenticate("") is None


def test_a_token_of_ours_names_its_person_and_its_scope(product: Running) -> None:
    assert product.access.authenticate("good") == Caller(ANA.person, ANA.roles, frozenset({"plan"}))


@pytest.mark.parametrize("secret", ["taken back", "never issued", sha256(b"good").hexdigest(), "", "ü", "a.b.c"])
def test_no_other_secret_names_anybody(product: Running, secret: str) -> None:
    assert product.access.authenticate(secret) is None


def test_a_token_ends_with_its_last_day(product: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(product.ledger, "clock", lambda: datetime(2199, 1, 2, 12, tzinfo=UTC))
    assert product.access.authenticate("good") is None


@pytest.mark.parametrize(
    ("changed", "known"),
    [
        ({}, True),
        ({"sub": "stranger"}, False),
        ({"sub": "administrator"}, False),
        ({"sub": "system"}, False),
        ({"sub": None}, False),
        ({"exp": None}, False),
        ({"exp": datetime(2020, 1, 1, tzinfo=UTC)}, False),
        ({"nbf": datetime(2999, 1, 1, tzinfo=UTC)}, False),
        ({"iss": "https://other.example"}, False),
        ({"iss": None}, False),
        ({"aud": "other"}, False),
        ({"aud": None}, False),
    ],
    ids=str,
)
def test_a_jwt_is_believed_only_whole(product: Running, changed: dict[str, Any], known: bool) -> None:
    bearer = jwt.encode(claims(**changed), SECRET)
    assert product.access.authenticate(bearer) == (ANA if known else None)


def test_a_jwt_that_nobody_signed_is_not_believed(product: Running) -> None:
    assert product.access.authenticate(jwt.encode(claims(), "", algorithm="none")) is None
    assert product.access.authenticate(jwt.encode(claims(), SECRET + "!")) is None


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("too short to be a secret", "32 bytes"),
        ("/etc/opsledger/of-the-identity-provider.json", "No such file"),
        ("{folder}/empty.json", "no set of public keys"),
        ("{folder}/list.json", "no set of public keys"),
    ],
)
def test_what_is_no_key_does_not_become_a_secret(key: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_text('{"keys": []}')
    (tmp_path / "list.json").write_text("[1]")
    with pytest.raises(NotAKey, match=why):
        Issuer(key.format(folder=tmp_path), None, None)


def test_a_shared_secret_may_be_longer_than_any_name_of_a_file() -> None:
    assert Issuer("s" * 5_000, None, None).subject(jwt.encode(claims(), "s" * 5_000)) is not None


def test_a_jwt_is_believed_by_the_key_that_it_names(product: Running, tmp_path: Path) -> None:
    by_rsa, by_curve = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())
    keys = [
        {**RSAAlgorithm.to_jwk(by_rsa.public_key(), as_dict=True), "kid": "rsa", "alg": "RS256"},
        {**ECAlgorithm.to_jwk(by_curve.public_key(), as_dict=True), "kid": "curve", "alg": "ES256"},
    ]
    published = tmp_path / "jwks.json"
    published.write_text(json.dumps({"keys": keys}))
    access = Access(product.ledger, None, Issuer(str(published), "https://id.example", "opsledger"))

    def believed(key: Any, algorithm: str, kid: str) -> bool:
        headers = {"kid": kid}
        return access.authenticate(jwt.encode(claims(), key, algorithm=algorithm, headers=headers)) == ANA

    assert believed(by_rsa, "RS256", "rsa")
    assert believed(by_curve, "ES256", "curve")
    assert not believed(by_rsa, "RS256", "unknown")
    assert not believed(by_rsa, "RS256", "curve")
    assert not believed(rsa.generate_private_key(65537, 2048), "RS256", "rsa")
    assert not believed(str(keys[0]["n"]), "HS256", "rsa")

"""Notes are signed and checked as C2SP says; what was tampered with is refused."""

from base64 import b64encode

import pytest

from application.integrity.checkpoint import Checkpoint
from application.integrity.keys import succeeded, succession, trusted
from application.integrity.note import COSIGNATURE, BadNote, Note, Signer, Verifier, parse
from tests.integrity.place import with_signature

# The example of c2sp.org/signed-note.
KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""
ROOT = bytes(range(32))


def test_the_published_example_is_read_written_and_holds() -> None:
    verifier, note = Verifier.parse(KEY), parse(EXAMPLE)
    assert verifier.holds(note)
    assert (str(verifier), str(note)) == (KEY, EXAMPLE)


def test_a_false_signature_by_a_known_key_is_refused() -> None:
    spoilt = parse(EXAMPLE.replace("example message", "altered message"))
    with pytest.raises(BadNote, match="does not hold"):
        Verifier.parse(KEY).holds(spoilt)


def test_signatures_by_others_are_passed_over() -> None:
    assert not Signer.made("example.com/foo").verifier.holds(parse(EXAMPLE))


@pytest.mark.parametrize(
    "text",
    ["", "text\n", "text\n\n", "text\n\n— name\n", "text\n\n— name !\n", "text\n\n- name AAAAAAAA\n", "a\n\n— n AAAA"],
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        parse(text)


@pytest.mark.parametrize("text", ["", "a+b", KEY.replace("530d", "530e"), KEY.replace("+Ae", "+Be"), "é+00000000+!"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Verifier.parse(text)


def test_a_private_key_is_read_as_it_was_written_and_never_repeated_in_a_refusal() -> None:
    signer = Signer.made("log.example/1")
    assert Signer.parse(signer.secret()).verifier == signer.verifier
    with pytest.raises(BadNote) as refused:
        Signer.parse(signer.secret().replace("+KEY+", "+LOCK+"))
    assert signer.secret()[-20:] not in str(refused.value)


def test_a_checkpoint_says_whose_log_how_large_and_what_is_in_it() -> None:
    signer = Signer.made("log.example/1")
    checkpoint = Checkpoint.signed(20852163, ROOT, signer)
    assert str(checkpoint).splitlines()[:4] == ["log.example/1", "20852163", b64encode(ROOT).decode(), ""]
    assert Checkpoint.parse(str(checkpoint)) == checkpoint
    assert checkpoint.signers([Signer.made("log.example/1").verifier, signer.verifier]) == [signer.verifier]


@pytest.mark.parametrize(
    "text", ["o\n1\n", "o\n01\n{root}\n", "o\n-1\n{root}\n", "\n1\n{root}\n", "o\n1\nAAAA\n", f"o\n{2**63}\n{{root}}\n"]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    text = text.format(root=b64encode(ROOT).decode())
    with pytest.raises(BadNote):
        Checkpoint.parse(str(Note(text, (Signer.made("o").sign(text),))))


def test_witnesses_cosign_a_checkpoint_saying_when() -> None:
    checkpoint = Checkpoint.signed(7, ROOT, Signer.made("log.example/1"))
    witness = Signer.made("witness.example/w1", COSIGNATURE)
    cosigned = with_signature(checkpoint.note, witness.cosign(checkpoint.note.text, 1679315147))
    told = Checkpoint.parse(str(cosigned))
    assert told.signers([witness.verifier]) == [witness.verifier] and not checkpoint.signers([witness.verifier])
    backdated = str(cosigned.signatures[1]._replace(value=bytes(8) + cosigned.signatures[1].value[8:]))
    with pytest.raises(BadNote):
        Checkpoint.parse(f"{checkpoint}{backdated}\n").signers([witness.verifier])


def test_each_key_of_a_log_is_named_by_the_one_before() -> None:
    first, second, third, stranger = (Signer.made("log.example/1") for _ in range(4))
    notes = [
        str(succession(first, first.verifier)),
        str(succession(first, second.verifier)),
        str(succession(second, third.verifier)),
    ]
    assert succeeded(notes) == [first.verifier, second.verifier, third.verifier]
    assert trusted(notes, [second.verifier]) == [second.verifier, third.verifier]
    assert trusted(notes, [stranger.verifier]) == [stranger.verifier]
    witness = Signer.made("witness.example/w1", COSIGNATURE)
    cosigned = with_signature(parse(notes[1]), witness.cosign(parse(notes[1]).text, 1))
    assert trusted([notes[0], str(cosigned)], [witness.verifier]) == [witness.verifier]
    with pytest.raises(BadNote, match="not named by the one before"):
        succeeded([notes[0], str(succession(stranger, stranger.verifier))])

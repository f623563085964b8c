"""The pages printed from the code are current, and name everything."""

from pathlib import Path

import pytest

from opsledger.reference import pages, reasons

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_printed_page_says_what_the_code_says(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == pages()[name], (
        "print the pages again: python -m opsledger.reference docs/reference"
    )


def test_no_two_rules_share_a_code() -> None:
    codes = [reason.code for reason in reasons()]
    assert len(codes) == len(set(codes))


def test_every_sentence_is_in_both_languages_and_uses_the_same_facts() -> None:
    for reason in reasons():
        assert facts(reason.en) == facts(reason.zh), reason.code
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in reason.en), reason.code
        assert any("\u4e00" <= letter <= "\u9fff" for letter in reason.zh), reason.code


def facts(sentence: str) -> set[str]:
    return {part.partition("}")[0] for part in sentence.split("{")[1:]}

"""Where a clause begins and ends."""

from collections.abc import Callable

import pytest

from tracker.extraction import spans
from tracker.extraction.reading import Reading

Read = Callable[[str, str], Reading]


def ending(reading: Reading, first: int) -> str:
    document = reading.document
    last = spans.end_of_clause(document, document.sentences[0], first)
    return " ".join(document.words(first, last))


@pytest.mark.parametrize(
    ("language", "text", "clause"),
    [
        (
            "en",
            "A committee to share the data, saying it was late.",
            "a committee to share the data",
        ),
        ("en", "A committee to share data while it rains.", "a committee to share data"),
        ("en", "A committee, he said, to share the data.", "a committee"),
        ("en", "A committee to share data; a lane too.", "a committee to share data"),
        ("en", "A committee to share data - a first.", "a committee to share data"),
        ("en", "A committee (a first) to share data.", "a committee"),
        ("ar", "لجنة لتبادل البيانات مشيراً إلى التأخير.", "لجنه لتبادل البيانات"),
        ("ar", "لجنة لتبادل البيانات، وقال إنها متأخرة.", "لجنه لتبادل البيانات"),
        ("ar", "لجنة لتبادل البيانات فيما رفض الآخر.", "لجنه لتبادل البيانات"),
        ("fa", "کمیته‌ای برای تبادل داده‌ها و افزود که دیر است.", None),
        ("fa", "کمیته‌ای برای تبادل داده‌ها، اما دیر است.", "كميتهاي براي تبادل دادهها"),
    ],
)
def test_a_clause_ends(reading: Read, language: str, text: str, clause: str | None) -> None:
    found = ending(reading(text, language), 0)
    assert found == clause if clause is not None else found.startswith("كميتهاي")


def test_a_remark_before_the_measure_ends_nothing(reading: Read) -> None:
    text = "الطرفان، وفق البيان، على تبادل البيانات."
    assert ending(reading(text, "ar"), 1).endswith("تبادل البيانات")


def test_a_clause_ends_with_the_quotation_it_began_in(reading: Read) -> None:
    text = 'He said "we will share the data now" and then sat down.'
    assert ending(reading(text, "en"), 3) == "we will share the data now"


def test_no_clause_is_endless(reading: Read) -> None:
    assert len(ending(reading("committee " + "word " * 100, "en"), 0).split()) == 48


def beginning(reading: Reading, last: int) -> str:
    document = reading.document
    first = spans.start_of_clause(document, document.sentences[0], last)
    return " ".join(document.words(first, last))


@pytest.mark.parametrize(
    ("language", "text", "clause"),
    [
        ("en", "It rained, and a committee is formed", "and a committee is formed"),
        (
            "en",
            "A memorandum, stuck for years, is signed",
            "a memorandum stuck for years is signed",
        ),
        ("en", "It rained: a committee is formed", "a committee is formed"),
        ("fa", "باران آمد، کمیته‌ای تشکیل شد", "كميتهاي تشكيل شد"),
        ("fa", "کمیته نیز، پس از سال‌ها، تشکیل شد", "كميته نيز پس از سالها تشكيل شد"),
        ("ar", "هطل المطر، فيما تشكلت لجنة", "فيما تشكلت لجنه"),
    ],
)
def test_a_clause_begins(reading: Read, language: str, text: str, clause: str) -> None:
    found = reading(text, language)
    assert beginning(found, len(found.document.texts)) == clause

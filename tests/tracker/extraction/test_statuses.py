"""Which status a report tells."""

from collections.abc import Callable

import pytest

from tracker.extraction import statuses, updates
from tracker.extraction.entries import STATUSES
from tracker.extraction.reading import Reading
from tracker.extraction.updates import Progress

Read = Callable[[str, str], Reading]


def settled(reading: Reading) -> list[Progress]:
    return [statuses.settle(reading, one) for one in updates.find(reading) if one.hit]


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        ("en", "Work on the bridge is under way.", "in_progress"),
        ("en", "The register went live in April.", "completed"),
        ("en", "The course has been postponed until spring.", "postponed"),
        ("en", "Kyiv rejected the request for patrols.", "rejected"),
        ("en", "The plan is still being discussed.", "under_discussion"),
        ("ar", "بدأ العمل في الوحدة المشتركة.", "in_progress"),
        ("ar", "أُرجئ خط الإنذار إلى العام المقبل.", "postponed"),
        ("ar", "رفضت القاهرة طلب أثينا فتح القنصلية.", "rejected"),
        ("ar", "لا تزال المعاهدة قيد الدراسة.", "under_discussion"),
        ("ar", "وافقت أنقرة على المقترح أخيراً.", "agreed"),
        ("fa", "کار بستن چاه‌ها آغاز شده است.", "in_progress"),
        ("fa", "دورهٔ آموزشی هفتهٔ گذشته پایان یافت.", "completed"),
        ("fa", "ساخت سدها به سال ۲۰۲۸ موکول شد.", "postponed"),
        ("fa", "درخواست دمشق رد شد.", "rejected"),
    ],
)
def test_a_report_has_the_likeliest_status(
    reading: Read, language: str, text: str, status: str
) -> None:
    assert status in {one.status for one in settled(reading(text, language))}


def test_a_clause_without_words_of_progress_has_a_status_too(reading: Read) -> None:
    read = reading("The lamps of the ward are red.", "en")
    (one,) = updates.find(read)
    assert one.hit is None
    assert one.status == ""
    assert statuses.settle(read, one).status in STATUSES


def test_every_status_has_its_signs(reading: Read) -> None:
    (one,) = updates.find(reading("The delayed course has been opened.", "en"))
    signs = statuses.signs(one)
    assert list(signs) == list(STATUSES)
    assert signs["completed"]["completed with postponed"] > 0.0
    assert all(set(own) & {f"{status} in en:cours"} for status, own in signs.items())


def test_where_a_clause_stands_says_nothing_of_its_status(reading: Read) -> None:
    (one,) = updates.find(reading("The course has been opened.", "en"))
    told = statuses.signs(one)["agreed"]
    assert not {"agreed late", "agreed lede", "agreed lead en:the"} & set(told)


def test_what_is_agreed_was_of_both(reading: Read) -> None:
    read = reading("Iran met Iraq. Baghdad finally agreed to the Iranian road.", "en")
    agreed = [one for one in settled(read) if one.status == "agreed"]
    assert {one.proposer for one in agreed} <= {"both"}

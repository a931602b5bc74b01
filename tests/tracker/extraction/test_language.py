"""Telling Arabic, Persian and English apart, and from all others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extraction import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The two ministers agreed to set up a joint committee on the border.", "en"),
        ("Iran and Iraq, in Baghdad on Monday, agreed to share the data.", "en"),
        ("اتفق الوزيران على تشكيل لجنة مشتركة لضبط الحدود بين البلدين.", "ar"),
        ("اعلنت وزارة الداخلية ان الوفد سيزور بغداد في الاسبوع المقبل", "ar"),
        ("قال الوزير إن بلاده مستعدة للتعاون مع الجيران في كل المجالات.", "ar"),
        ("دو وزیر توافق کردند کمیته‌ای مشترک برای کنترل مرز تشکیل دهند.", "fa"),
        ("وزير كشور گفت كه اين كميته در تهران برگزار مي شود", "fa"),
        ("دبیر ستاد از آمادگی کشورش برای برگزاری دوره‌ها خبر داد", "fa"),
        ("Les deux ministres ont convenu de créer une commission mixte.", None),
        ("Die beiden Minister einigten sich auf einen Ausschuss.", None),
        ("İki bakan ortak bir komite kurulması konusunda anlaştı.", None),
        ("دونوں وزراء نے سرحد پر مشترکہ کمیٹی بنانے پر اتفاق کیا ہے۔", None),
        ("د دواړو هېوادونو وزیرانو د ګډې کمېټې په جوړولو هوکړه وکړه.", None),
        ("Два министра договорились создать комиссию.", None),
        ("两国部长同意成立联合委员会。", None),
        ("12345 67890", None),
        ("!!! ??? ...", None),
        ("ok", None),
        ("", None),
    ],
)
def test_the_language_is_told(text: str, language: str | None) -> None:
    assert detect_language(text) == language


@given(st.text())
def test_it_never_raises(text: str) -> None:
    assert detect_language(text) in {"ar", "fa", "en", None}


def test_a_long_text_is_told_by_its_beginning() -> None:
    beginning = "The two ministers agreed to set up a joint committee on the border. " * 100
    assert detect_language(beginning + "اتفق " * 100_000) == "en"

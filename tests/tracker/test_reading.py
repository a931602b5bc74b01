"""From bytes to what is kept of an article: pages and plain text."""

from datetime import UTC, datetime

import pytest

from proposals.vocabulary import Failure
from tracker.reading import UnreadableError, read

ARABIC = "اقترحت بغداد إنشاء مركز مشترك على الحدود"
PERSIAN = "تهران پیشنهاد کرد مرکزی مشترک در مرز برپا شود"
PAGE = """<!doctype html><html lang="ar"><head>{head}<title>الصفحة</title></head>
<body><nav>الرئيسية | اقتصاد</nav><article><h1>بغداد تقترح مركزاً</h1>
<p>{text}، بحسب ما قال وزير الداخلية في مؤتمر صحافي عقده اليوم في العاصمة.</p>
<p>وأضاف الوزير أن العمل سيبدأ في المركز قبل نهاية العام إذا وافق الطرفان على خطته.</p>
</article><footer>جميع الحقوق محفوظة</footer></body></html>"""


def test_a_page_gives_its_article_and_not_its_furniture() -> None:
    page = PAGE.format(
        head='<meta property="article:published_time" content="2026-03-11">', text=ARABIC
    )

    found = read(page.encode(), "text/html; charset=utf-8")

    assert ARABIC in found.text
    assert "جميع الحقوق" not in found.text
    assert found.language == "ar"
    assert found.published_at == datetime(2026, 3, 11, tzinfo=UTC)
    assert found.title


@pytest.mark.parametrize("joiner", ["\u200c", "&zwnj;", "&#8204;", "&#x200C;"])
def test_a_page_keeps_the_joiners_by_which_persian_is_spelt(joiner: str) -> None:
    spelt = "تهران می\u200cخواهد کارگروه\u200cهای مشترک برپا شود"
    page = PAGE.replace("بغداد تقترح مركزاً", "می\u200cخواهیم")
    content = page.format(head="", text=spelt).replace("\u200c", joiner).encode()

    found = read(content, "text/html")

    assert spelt in found.text
    assert found.title == "می\u200cخواهیم"


def test_markup_is_known_without_being_declared() -> None:
    page = PAGE.format(head="", text=ARABIC)

    assert "<p>" not in read(page.encode(), "text/plain").text


def test_plain_text_keeps_its_paragraphs_and_gives_its_first_line_as_title() -> None:
    found = read(f"{PERSIAN}\r\n\r\nخبر دوم است.\r\n".encode(), "text/plain; charset=utf-8")

    assert found.text == f"{PERSIAN}\n\nخبر دوم است."
    assert (found.title, found.language) == (PERSIAN, "fa")


def test_a_long_first_line_is_cut_for_the_title() -> None:
    found = read(b"word " * 100, "text/plain")

    assert len(found.title) == 200
    assert found.title.endswith("…")


@pytest.mark.parametrize(
    "content", [b"<html><body></body></html>", b"<!doctype html><p></p>", b" \n "]
)
def test_content_without_text_says_so(content: bytes) -> None:
    with pytest.raises(UnreadableError) as failed:
        read(content, "text/html")
    assert failed.value.failure == Failure.NO_TEXT

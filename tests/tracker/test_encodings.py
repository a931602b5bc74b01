"""From bytes to characters: what newswires of three languages do, and what they say they do."""

import codecs
import encodings.aliases
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.encodings import decode, decoded, is_garbled, is_known

ARABIC = "اقترحت بغداد إنشاء مركز مشترك على الحدود، بحسب ما قال وزير الداخلية"
PERSIAN = "تهران پيشنهاد کرد مرکزي مشترک در مرز برپا شود و گفت که چهار ژنرال مي‌آيند"
GERMAN = "Der Außenminister schlug größere Büros für die Gespräche über die Höhe der Zölle vor"
FRENCH = "Le ministre a proposé à son homologue irakien de créer un centre là où passe la frontière"
PAGE = """<!doctype html><html lang="ar"><head>{head}<title>الصفحة</title></head>
<body><p>{text}</p></body></html>"""
META = '<meta charset="{0}">'
EQUIV = '<meta http-equiv="Content-Type" content="text/html; charset={0}">'


def page(encoding: str, head: str = "", text: str = ARABIC) -> bytes:
    return PAGE.format(head=head.format(encoding), text=text).encode(encoding, errors="replace")


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        pytest.param(page("utf-8"), "text/html", id="utf-8"),
        pytest.param(page("utf-8"), "text/html; charset=windows-1256", id="utf-8 called otherwise"),
        pytest.param(
            page("utf-8", META.format("iso-8859-1")), "text/html", id="utf-8 calling itself Latin"
        ),
        pytest.param(page("utf-8-sig"), "text/html; charset=windows-1256", id="utf-8 with mark"),
        pytest.param(page("utf-16"), "text/html; charset=utf-8", id="utf-16 with mark"),
        pytest.param(codecs.BOM_UTF16_BE + page("utf-16-be"), "", id="utf-16, the other way"),
        pytest.param(page("utf-32"), "", id="utf-32 with mark"),
        pytest.param(page("windows-1256"), "text/html; charset=windows-1256", id="header"),
        pytest.param(page("windows-1256"), "text/html; charset=cp1256", id="header, other name"),
        pytest.param(page("windows-1256", META), "text/html", id="meta"),
        pytest.param(page("windows-1256", EQUIV), "text/html", id="older meta"),
        pytest.param(page("windows-1256", "x" * 2000 + META), "text/html", id="late meta"),
        pytest.param(
            b'<?xml version="1.0" encoding="windows-1256"?>' + page("windows-1256"),
            "application/xhtml+xml",
            id="prolog",
        ),
        pytest.param(
            page("windows-1256", META), "text/html; charset=utf-8", id="meta beats a wrong header"
        ),
        pytest.param(
            page("windows-1256", META), "text/html; charset=ISO-8859-1", id="the usual wrong header"
        ),
        pytest.param(
            page("windows-1256", '<script charset="iso-8859-1" src="/x"></script>' + META),
            "text/html",
            id="a script's encoding is not the page's",
        ),
        pytest.param(page("windows-1256", META), "text/html; charset=nonsense", id="no encoding"),
        pytest.param(page("windows-1256", META), "text/html; charset=idna", id="a trap"),
        pytest.param(page("iso-8859-6"), "text/html; charset=iso-8859-6", id="ISO"),
    ],
)
def test_arabic_is_read_for_certain(content: bytes, content_type: str) -> None:
    found = decoded(content, content_type)

    assert ARABIC.replace("،", "") in found.text.replace("،", "")
    assert not found.is_uncertain


@pytest.mark.parametrize("content_type", ["", "text/html", "text/html; charset=utf-8"])
def test_what_nobody_declares_is_guessed_and_said_to_be(content_type: str) -> None:
    found = decoded(page("windows-1256"), content_type)

    assert ARABIC in found.text
    assert found.is_uncertain


@pytest.mark.parametrize("text", [ARABIC, PERSIAN])
def test_where_an_outlets_encoding_is_known_nothing_is_guessed(text: str) -> None:
    content = page("windows-1256", text=text)

    found = decoded(content, "text/html", "windows-1256")

    assert text in found.text
    assert not found.is_uncertain


def test_what_a_page_says_counts_more_than_its_outlets_usual_encoding() -> None:
    found = decoded(page("iso-8859-6", META), "text/html", "windows-1252")

    assert ARABIC.replace("،", "") in found.text.replace("،", "")


def test_a_western_page_is_western() -> None:
    for text in (FRENCH, GERMAN):
        for charset in ("iso-8859-1", "windows-1252"):
            found = decoded(text.encode("cp1252"), f"text/html; charset={charset}")
            assert (found.text, found.is_uncertain) == (text, False)
        guessed = decoded(text.encode("cp1252"))
        assert (guessed.text, guessed.is_uncertain) == (text, True)


def test_utf_8_with_some_damage_stays_utf_8() -> None:
    """Cut in the middle of a letter, or with a stray byte: no reason to call all of it rubbish."""
    content = (ARABIC * 3).encode()
    for damaged in (content[:-1], content[:80] + b"\xff" + content[80:]):
        assert ARABIC in decode(damaged, "text/html; charset=utf-8")


def test_much_damage_is_uncertain() -> None:
    noise = random.Random(5)  # noqa: S311  # no secret
    content = bytearray(codecs.BOM_UTF8 + (ARABIC * 3).encode())
    for at in noise.sample(range(3, len(content)), 20):
        content[at] = 0xFF

    assert decoded(bytes(content)).is_uncertain


@pytest.mark.parametrize(("lost", "garbled"), [(0, False), (1, False), (2, True), (100, True)])
def test_one_lost_character_in_a_hundred_is_the_most(lost: int, garbled: bool) -> None:
    assert is_garbled("\ufffd" * lost + "a" * (100 - lost)) is garbled


def test_python_knows_encodings_that_no_page_may_choose() -> None:
    names = {name for pair in encodings.aliases.aliases.items() for name in pair}
    traps = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf_7", "rot13", "zlib"}
    assert not any(is_known(name) for name in traps)
    chosen = {name for name in names if is_known(name)}
    assert {"utf8", "cp1256", "windows_1256", "iso_8859_6"} <= chosen
    for name in chosen:
        decode(b"\xe3\xd1\xcd\xc8\xc7 +AGE- \\u0061", f"text/html; charset={name}")


@given(st.binary(max_size=2000), st.text(max_size=40), st.text(max_size=12))
@example(b"caf\xe9 \xff\xfe\x81", "text/plain; charset=utf-8", "")
@example(b"<meta charset='\xff'>", "text/html; charset*=utf-8''%ff", "\x00")
def test_any_bytes_decode(content: bytes, charset: str, usual: str) -> None:
    for content_type in ("", charset, f"text/html; charset={charset}"):
        assert isinstance(decoded(content, content_type, usual).text, str)

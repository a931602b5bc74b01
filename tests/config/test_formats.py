"""Days and times as each language writes them."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.utils.formats import date_format
from django.utils.translation import override

AT = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", "24 نوفمبر 2026، 09:05"), ("fa", "24 نوامبر 2026، ساعت 09:05")],
)
def test_a_moment_reads_as_its_language_writes_it(language: str, words: str) -> None:
    with override(language):
        assert date_format(AT, "DATETIME_FORMAT") == words


@pytest.mark.parametrize(("language", "mark"), [("ar", "؟"), ("fa", "؟"), ("en", "?")])
def test_a_question_takes_no_colon(language: str, mark: str) -> None:
    class Asking(forms.Form):
        answer = forms.CharField(label=f"x{mark}")

    with override(language):
        assert ":" not in Asking()["answer"].label_tag()

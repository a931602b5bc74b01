"""What stands below a list: how many rows there are, in words, and the way to its pages."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.utils.translation import override

from proposals.admin.records import RecordAdmin
from proposals.days import Manner, written_for
from proposals.models import Article, Meeting
from proposals.templatetags.lists import page_link, rows_counted
from proposals.vocabulary import Numerals


def listing(model: type[Any], count: int = 0, page: int = 1) -> Any:
    """Give what the page of a list knows of it, as far as its foot asks."""
    return SimpleNamespace(
        model_admin=admin.site.get_model_admin(model),
        result_count=count,
        page_num=page,
        paginator=SimpleNamespace(ELLIPSIS="…"),
        get_query_string=lambda changed: f"?p={changed[PAGE_VAR]}",
    )


def test_every_list_counts_in_words_of_its_own() -> None:
    lists = [one for one in admin.site._registry.values() if isinstance(one, RecordAdmin)]
    assert lists
    assert not [one for one in lists if one.counted is RecordAdmin.counted]


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "1 article"),
        ("en", 15, "15 articles"),
        ("ar", 1, "مقال واحد"),
        ("ar", 2, "مقالان"),
        ("ar", 3, "3 مقالات"),
        ("ar", 11, "11 مقالًا"),
        ("ar", 100, "100 مقال"),
        ("fa", 1, "1 مطلب"),
        ("fa", 15, "15 مطلب"),
    ],
)
def test_a_noun_follows_its_number(language: str, count: int, said: str) -> None:
    with override(language):
        assert rows_counted(listing(Article, count)) == said


def test_rows_and_pages_are_counted_in_the_readers_numerals() -> None:
    with override("fa"), written_for(Manner(numerals=Numerals.PERSIAN)):
        assert rows_counted(listing(Meeting, 15)) == "۱۵ نشست"
        assert page_link(listing(Meeting, page=1), 12) == '<a href="?p=12">۱۲</a>'


def test_the_page_that_is_shown_says_so() -> None:
    assert page_link(listing(Meeting, page=2), 2) == '<a href="?p=2" aria-current="page">2</a>'
    assert page_link(listing(Meeting, page=2), "…") == "…"

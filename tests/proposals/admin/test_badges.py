"""Small pieces of a page."""

from collections.abc import Callable
from typing import Any

import pytest
from lxml import html  # type: ignore[import-untyped]  # it has no types

from proposals.admin.badges import badge, between, language_name, own_direction, sides
from proposals.models import Party, Proposal

HOSTILE = "<script>alert(1)</script>"


def words(markup: str) -> str:
    return " ".join(html.fromstring(f"<p>{markup}</p>").text_content().split())


@pytest.mark.parametrize(
    "markup",
    [badge(HOSTILE, "good"), own_direction(HOSTILE), between([HOSTILE], [HOSTILE], "forth")],
)
def test_words_stay_words(markup: str) -> None:
    assert HOSTILE not in markup
    assert HOSTILE in words(markup)


@pytest.mark.parametrize(
    ("code", "name"), [("ar", "Arabic"), ("fa", "Persian"), ("de", "de"), ("", "unknown")]
)
def test_a_language_has_a_name(code: str, name: str) -> None:
    assert language_name(code) == name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proposers", "addressees", "told"),
    [
        (["IR"], ["IQ"], "Iran to Iraq"),
        (["IR"], ["IQ", "JO"], "Iran to Iraq, Jordan"),
        (["IR", "JO"], ["IQ"], "Iran, Jordan to Iraq"),
        (["IR", "IQ"], ["IR", "IQ"], "Iraq and Iran"),
    ],
)
def test_sides_say_who_puts_it_to_whom(
    make_proposal: Callable[..., Proposal],
    proposers: list[str],
    addressees: list[str],
    told: str,
) -> None:
    def parties(codes: list[str]) -> list[Any]:
        return [Party.objects.get(code=code) for code in codes]

    proposal = make_proposal(proposers=parties(proposers), addressees=parties(addressees))
    assert words(sides(proposal.positions.select_related("party"))) == told

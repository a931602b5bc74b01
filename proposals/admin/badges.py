"""Small pieces of a page that lists and pages share."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from proposals.models import Position
from proposals.vocabulary import Language

LANGUAGES = dict(Language.choices)


def badge(label: str, tone: str) -> SafeString:
    """Give a short word on a tint; the tone only repeats what the word says."""
    return format_html('<span class="badge tone-{}">{}</span>', tone, label)


def own_direction(text: str) -> SafeString:
    """Give a text that keeps its own direction among others."""
    return format_html('<bdi class="own">{}</bdi>', text)


def language_name(code: str) -> str:
    """Name a language by its code; empty for an unknown one."""
    return str(LANGUAGES.get(code, code) if code else _("unknown"))


def sides(positions: Iterable[Position]) -> SafeString:
    """Give who puts it to whom; an arrow at both ends where each is both."""
    rows = list(positions)
    mutual = [row.party for row in rows if row.is_proposer and row.is_addressee]
    proposers = [row.party for row in rows if row.is_proposer and not row.is_addressee]
    others = [row.party for row in rows if not row.is_proposer]
    if mutual:
        return between(mutual[:1], mutual[1:] + proposers + others, "both")
    return between(proposers, others, "forth")


def between(first: Iterable[object], second: Iterable[object], way: str) -> SafeString:
    """Give two groups with an arrow between them, forth or both ways."""
    before, after = (
        format_html_join(_(", "), "<bdi>{}</bdi>", ((one,) for one in parties))
        for parties in (first, second)
    )
    word = _("and") if way == "both" else _("to")
    return format_html(
        '<span class="sides">{} <span class="arrow {}">'
        '<span class="visually-hidden">{}</span></span> {}</span>',
        before,
        way,
        word,
        after,
    )

"""Messages: what one says, its words and numbers in the reader's language, its HTML and its MIME.

A letter is plain data. The HTML and the plain text are both drawn from it, so they say the same.
"""

import email.message
import email.policy
import unicodedata
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from email.utils import format_datetime, parseaddr
from functools import cache, lru_cache
from typing import Any

import css_inline
from babel import Locale
from babel.dates import format_date
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proposals import days
from proposals.models import User
from proposals.vocabulary import Calendar
from tracker.localtime import zone_named
from tracker.models import Channel, Delivery
from tracker.readers import Reader, reply_to

SUBJECT_LENGTH = 180
NAMES = {"ar": "ميثاق", "fa": "میثاق", "en": "Mithaq"}
# Whose dates and digits the CLDR gives; English dates are written day first.
LOCALES = {"ar": "ar", "fa": "fa", "en": "en_GB"}
DIGITS = {"arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹", "latn": "0123456789"}
# What stands in for a letter's own words while what it shares with others is set.
LEAD, WAY = "https://lead.invalid/", "https://way-%d.invalid/"
# So much of a letter stands in a notice on the site.
NOTICED = 60
# As many proposals as a thread names.
THREADED = 10
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK = "\u200e", "\u200f"


class NotOwedError(Exception):
    """A message that is not to be sent after all."""

    def __init__(self, why: Delivery.WhyNot) -> None:
        self.why = why
        super().__init__(str(why.label))


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    label: str
    address: str


@dataclass(frozen=True)
class Entry:
    """One thing that a letter tells of.

    ``mark`` is the one thing to know about it, ``tone`` how much that presses ("late", "soon" or
    "calm"); ``facts`` is its small print; ``links`` are what can be done about it; ``proposals``
    are those that it tells of.
    """

    title: str
    address: str
    mark: str = ""
    tone: str = "calm"
    facts: Sequence[str] = ()
    lines: Sequence[str] = ()
    links: Sequence[Link] = ()
    proposals: Sequence[int] = ()


@dataclass(frozen=True)
class Section:
    """Entries of one sort; of many, only the first are told, and ``address`` lists them all.

    ``count`` is how a subject counts them.
    """

    heading: str
    entries: Sequence[Entry]
    total: int
    address: str = ""
    count: str = ""

    @property
    def rest(self) -> str:
        """How many more there are, in words; empty where all are told."""
        more = self.total - len(self.entries)
        text = ngettext("and %(count)s more", "and %(count)s more", more)
        return text % {"count": numerals(more)} if more > 0 else ""


@dataclass(frozen=True)
class Letter:
    """What a message says, in its reader's language.

    ``ways`` are what its reader can do about getting it; ``about`` is kept with its delivery.
    """

    subject: str
    heading: str
    lead: str
    sections: Sequence[Section]
    footnote: str
    ways: Sequence[Link] = ()
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def proposals(self) -> set[int]:
        """The proposals that it tells of."""
        entries = (entry for section in self.sections for entry in section.entries)
        return {key for entry in entries for key in entry.proposals}


@contextmanager
def read_by(reader: Reader) -> Iterator[None]:
    """Speak the reader's language and keep the reader's time within the block."""
    zone = zone_named(reader.time_zone)
    wanted = days.Manner.of(reader) if isinstance(reader, User) else days.Manner()
    with (
        translation.override(reader.language),
        timezone.override(zone),
        days.written_for(wanted),
    ):
        yield


def numerals(value: int | str) -> str:
    """Write the digits as the reader prefers, else as the active language does, by the CLDR."""
    if days.manner().numerals:
        return days.numerals(value)
    language = _language()
    system = Locale.parse(LOCALES[language]).default_numbering_system
    return str(value).translate(str.maketrans(DIGITS["latn"], DIGITS.get(system, DIGITS["latn"])))


def in_words(day: date) -> str:
    """Write a day with its weekday and the name of its month: Tuesday, 10 March 2026.

    A reader of another calendar has it in that one, with the other in brackets.
    """
    wanted = days.manner()
    if wanted.calendar == Calendar.GREGORIAN:
        words, other = _written(day, "full", _language(), wanted.numerals), days.day_beside(day)
        return _("%(day)s (%(other)s)") % {"day": words, "other": other} if other else words
    weekday = _written(day, "EEEE", _language(), wanted.numerals)
    return _("%(weekday)s, %(day)s") % {"weekday": weekday, "day": numerals(days.whole_day(day))}


def day_and_month(day: date) -> str:
    """Write a day without its year, where space is short: 10 March."""
    wanted = days.manner()
    if wanted.calendar == Calendar.GREGORIAN:
        return _written(day, "d MMMM", _language(), wanted.numerals)
    return numerals(days.day_and_month(day))


@lru_cache(1024)  # a round of messages names few days, and each of them often
def _written(day: date, form: str, language: str, _numerals: str) -> str:
    locale = settings.ARABIC_LOCALE if language == "ar" else LOCALES[language]
    return numerals(format_date(day, form, locale=locale))


def isolated(text: str) -> str:
    """Keep words that run the other way from disturbing the sentence around them."""
    foreign = "L" if translation.get_language_bidi() else "R"
    if not any(_strong(letter) == foreign for letter in text):
        return text
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def absolute(path: str) -> str:
    """Give the whole address of a page of this site."""
    return settings.BASE_URL.rstrip("/") + path


class Press:
    """Sets once what many letters share; each one's own words are put in afterwards.

    Letters share what they say when they hold the very same sections.
    """

    def __init__(self) -> None:
        """Begin with nothing set."""
        self._set: dict[Hashable, tuple[str, str, Sequence[Section]]] = {}

    def __len__(self) -> int:
        """Give how many are set."""
        return len(self._set)

    def printed(self, letter: Letter) -> tuple[str, str]:
        """Give a letter as plain text and as HTML, as ``as_text`` and ``as_html`` give it."""
        labels = tuple(way.label for way in letter.ways)
        key = (_language(), id(letter.sections), letter.heading, letter.subject, labels)
        if key not in self._set:
            ways = [Link(label, WAY % number) for number, label in enumerate(labels)]
            blank = replace(letter, lead=LEAD, ways=ways)
            self._set[key] = as_text(blank), as_html(blank), letter.sections
        text, html, _sections = self._set[key]
        own = {WAY % number: way.address for number, way in enumerate(letter.ways)}
        text, html = (
            text.replace(LEAD, _begun(letter.lead)),
            html.replace(LEAD, escape(letter.lead)),
        )
        for blank_address, address in own.items():
            text, html = text.replace(blank_address, address), html.replace(blank_address, address)
        return text, html


def write(delivery: Delivery, letter: Letter, *, at: datetime, press: Press | None = None) -> None:
    """Write a letter into its delivery, as it will go out; the row is not saved here.

    Call it inside ``read_by`` its reader.
    """
    is_mail = delivery.channel == Channel.Name.EMAIL
    delivery.address = delivery.reader.email if is_mail else ""
    delivery.language = _language()
    delivery.subject = _one_line(letter.subject)
    delivery.text, delivery.html = (Press() if press is None else press).printed(letter)
    delivery.about = {
        **letter.about,
        "proposals": sorted(letter.proposals),
        **({"reply_to": reply_to(delivery.reader)} if is_mail else {"entries": entries_of(letter)}),
    }
    delivery.message_id = f"<{delivery.pk}@{_own_domain()}>"
    delivery.dated_at = at.replace(microsecond=0)


def entries_of(letter: Letter) -> list[dict[str, Any]]:
    """Give what a notice keeps of a letter: its entries, with addresses on this site."""
    told = [entry for section in letter.sections for entry in section.entries]
    home = settings.BASE_URL.rstrip("/")
    return [
        {
            "title": entry.title,
            "address": entry.address.removeprefix(home),
            "mark": entry.mark,
            "tone": entry.tone,
            "lines": list(entry.lines),
            "proposals": list(entry.proposals),
        }
        for entry in told[:NOTICED]
    ]


def as_text(letter: Letter) -> str:
    """Give a letter as plain text, every line of which begins where the language's lines do."""
    blocks = [[letter.heading], [letter.lead]]
    for section in letter.sections:
        blocks.append([section.heading, "—" * 24])
        blocks += [_entry_as_text(entry) for entry in section.entries]
        if section.rest:
            blocks.append(
                [f"{section.rest}:", section.address] if section.address else [section.rest]
            )
    ways = [line for way in letter.ways for line in (f"{way.label}:", way.address)]
    blocks.append(["—", letter.footnote, *ways, f"{_name()}: {absolute('/')}"])
    return "\n\n".join("\n".join(_begun(line) for line in block) for block in blocks) + "\n"


def _entry_as_text(entry: Entry) -> list[str]:
    facts = " · ".join(isolated(fact) for fact in entry.facts)
    links = (f"{link.label}: {link.address}" for link in entry.links)
    lines = (entry.title, entry.mark, facts, *entry.lines, entry.address, *links)
    return [line for line in lines if line]


def _begun(line: str) -> str:
    """Mark the direction of a line that begins with words of the other one; not of an address."""
    runs_left = translation.get_language_bidi()
    first = next((found for letter in line if (found := _strong(letter))), "")
    if line.startswith("http") or (first == "R") == runs_left:
        return line
    return (RIGHT_TO_LEFT_MARK if runs_left else LEFT_TO_RIGHT_MARK) + line


def _strong(letter: str) -> str:
    """Give a letter's own direction: L, R, or none."""
    return {"L": "L", "R": "R", "AL": "R"}.get(unicodedata.bidirectional(letter), "")


def as_html(letter: Letter) -> str:
    """Give a letter as HTML for mail programs: every style stands on its element."""
    context = {
        "letter": letter,
        "language": _language(),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "name": _name(),
        "home": absolute("/"),
    }
    return _inliner().inline(render_to_string("tracker/mail/letter.html", context))


def mail_of(delivery: Delivery) -> EmailMultiAlternatives:
    """Give the message of a delivery that is written; the same one every time, to the byte."""
    return _Mail(
        delivery.subject,
        delivery.text,
        to=[delivery.address],
        alternatives=[(delivery.html, "text/html")],
        boundary=f"=_{delivery.pk.hex}",
        reply_to=[delivery.about["reply_to"]] if delivery.about.get("reply_to") else None,
        headers={
            "Message-ID": delivery.message_id,
            "Date": format_datetime(delivery.dated_at) if delivery.dated_at else "",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Precedence": "bulk",
            "Content-Language": delivery.language,
            **_thread(delivery),
            **_leaving(delivery),
        },
    )


def _thread(delivery: Delivery) -> dict[str, str]:
    """Name the proposals that a reminder tells of, so that mail programs keep theirs together."""
    if delivery.kind != Delivery.Kind.REMINDER:
        return {}
    told = delivery.about.get("proposals", [])[:THREADED]
    names = " ".join(f"<proposal-{key}@{_own_domain()}>" for key in told)
    return {"References": names} if names else {}


def _leaving(delivery: Delivery) -> dict[str, str]:
    """Say how a digest is ended by one click (RFC 8058, which asks for https)."""
    address = delivery.about.get("unsubscribe", "")
    if not address:
        return {}
    post = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return {"List-Unsubscribe": f"<{address}>"} | (post if address.startswith("https:") else {})


class _Mail(EmailMultiAlternatives):
    """A message whose parts are told apart by a given line, not by one made at random."""

    def __init__(self, *args: Any, boundary: str, **values: Any) -> None:
        super().__init__(*args, **values)
        self.boundary = boundary
        self._mime: dict[email.policy.Policy[Any], email.message.EmailMessage] = {}

    def message(
        self, *, policy: "email.policy.Policy[Any] | None" = None
    ) -> email.message.EmailMessage:
        """Give the message as MIME; it is put together once for each way of writing it."""
        policy = policy or email.policy.default
        if policy not in self._mime:
            self._mime[policy] = super().message(policy=policy)
            self._mime[policy].set_boundary(self.boundary)
        return self._mime[policy]


@cache
def _inliner() -> css_inline.CSSInliner:
    style = render_to_string("tracker/mail/letter.css")
    return css_inline.CSSInliner(extra_css=style, keep_at_rules=True, load_remote_stylesheets=False)


def _language() -> str:
    language = (translation.get_language() or "en").split("-")[0]
    return language if language in LOCALES else "en"


def _name() -> str:
    return NAMES[_language()]


def _own_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _one_line(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(SUBJECT_LENGTH)

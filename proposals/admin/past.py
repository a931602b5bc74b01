"""Which past day a page shows, and the ways to choose one or to compare two."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self, cast

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.admin.forms import DayField
from proposals.days import day_in_words
from proposals.models import Meeting
from proposals.rights import Actor

# The parts of an address that name the day to look back to, or the two days to compare.
AS_OF, SINCE, UNTIL = "as_of", "since", "until"
DAYS = (AS_OF, SINCE, UNTIL)
# What belongs to a page of the list and to no other day of it.
PASSING = ("p", "e", "change")
# No history is older; the calendar of the database and that of Python end elsewhere.
EARLIEST = date(1900, 1, 1)
MONTH_DAYS = 30


@dataclass(frozen=True)
class Past:
    """A day that is looked back to: as things stood when it ended, or now if it has not ended."""

    day: date
    at: datetime

    @classmethod
    def of(cls, day: date, *, now: datetime) -> Self:
        """Give a day in the reader's own time."""
        return cls(day, min(timezone.make_aware(datetime.combine(day, time.max)), now))

    @property
    def query(self) -> str:
        """The day as an address names it."""
        return f"?{urlencode({AS_OF: self.day.isoformat()})}"


def _not_to_come(day: date | None) -> date | None:
    """Refuse a day of which nothing can be known."""
    if day is not None and day > timezone.localdate():
        raise forms.ValidationError(_("This day is still to come."))
    if day is not None and day < EARLIEST:
        raise forms.ValidationError(_("No record is as old as that."))
    return day


class DayForm(forms.Form):
    """The day that is looked back to."""

    as_of = DayField(label=gettext_lazy("Show it as it stood on"))

    def clean_as_of(self) -> date | None:
        """Refuse a day to come."""
        return _not_to_come(self.cleaned_data["as_of"])


class DaysForm(forms.Form):
    """The two days that are compared; the later one is today where none is named."""

    since = DayField(label=gettext_lazy("Compare it as it stood on"))
    until = DayField(label=gettext_lazy("with how it stood on (today if empty)"), required=False)

    def clean_since(self) -> date | None:
        """Refuse a day to come."""
        return _not_to_come(self.cleaned_data["since"])

    def clean_until(self) -> date:
        """Refuse a day to come; give today for none."""
        return _not_to_come(self.cleaned_data["until"]) or timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """Refuse days the wrong way round."""
        said = super().clean() or self.cleaned_data
        if "since" in said and "until" in said and said["since"] >= said["until"]:
            self.add_error("since", _("The first day has to come before the second one."))
        return said


def past_asked_for(request: HttpRequest) -> Past | None:
    """Give the past day that an address names; None for none, or for one that can't be."""
    form = DayForm(request.GET)
    if not request.GET.get(AS_OF) or not form.is_valid():
        return None
    return Past.of(form.cleaned_data["as_of"], now=timezone.now())


def fault_in(request: HttpRequest) -> str:
    """Say why the day in an address can't be looked back to; empty where it can, or none is."""
    form = DayForm(request.GET)
    if AS_OF not in request.GET or form.is_valid():
        return ""
    return " ".join(str(text) for text in form.errors["as_of"])


def look_back(request: HttpRequest) -> None:
    """Note in a request for the list the day that it asks for: from here on, it is of that day."""
    request.past = past_asked_for(request)  # type: ignore[attr-defined]  # ours


def looked_back_to(request: HttpRequest) -> Past | None:
    """Give the day that a request for the list was noted to be of."""
    return cast("Past | None", getattr(request, "past", None))


def day_of(request: HttpRequest) -> date:
    """Give the day by which a list tells what is late: that which it shows, or today."""
    past = looked_back_to(request)
    return past.day if past else timezone.localdate()


def without(query: QueryDict, names: Iterable[str]) -> QueryDict:
    """Give an address's query without some of its parts."""
    left = query.copy()
    for name in names:
        left.pop(name, None)
    return left


@dataclass(frozen=True)
class Preset:
    """A day that is often wanted, in words, with the address that shows it."""

    label: str | Promise
    day: date
    shows: str
    compares: str


@dataclass(frozen=True)
class PastTools:
    """What a page offers for looking back: a day, two days, and the days often wanted.

    ``kept`` is what else the address says, such as a list's filters.
    """

    address: str
    compare_address: str
    kept: Sequence[tuple[str, str]]
    presets: Sequence[Preset]
    day_form: DayForm
    days_form: DaysForm


def tools_for(
    request: HttpRequest, address: str, compare_address: str, days: Iterable[tuple[str, date]]
) -> PastTools:
    """Give what a page offers for looking back."""
    query = without(request.GET, (*DAYS, *PASSING))
    kept = [(name, str(value)) for name, values in query.lists() for value in values]
    past = past_asked_for(request)
    shown = {AS_OF: past.day} if past else {}
    entered = {name: request.GET[name] for name in (SINCE, UNTIL) if name in request.GET}
    presets = [
        Preset(
            label,
            day,
            f"{address}?{urlencode([*kept, (AS_OF, day.isoformat())])}",
            f"{compare_address}?{urlencode([*kept, (SINCE, day.isoformat())])}",
        )
        for label, day in days
    ]
    first = shown | {SINCE: past.day} if past else entered
    return PastTools(
        address,
        compare_address,
        kept,
        presets,
        DayForm(initial=shown, auto_id="past-%s"),
        DaysForm(initial=first, auto_id="past-%s"),
    )


def often_wanted(actor: Actor, committee: int | None, *, on: date) -> Iterator[tuple[str, date]]:
    """Give the days often looked back to: a committee's last meeting, a month ago, new year."""
    if committee is not None:
        held = Meeting.objects.visible_to(actor).filter(committee=committee, ends_on__lt=on)
        if (meeting := held.order_by("-ends_on").first()) is not None:
            yield _("Last meeting of the committee"), meeting.ends_on
    yield _("A month ago"), on - timedelta(days=MONTH_DAYS)
    yield _("Start of the year"), date(on.year, 1, 1)


def in_words(day: date) -> str:
    """Give a day as the reader writes it."""
    return day_in_words(day)

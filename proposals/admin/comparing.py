"""Two days compared: what a proposal said on each, and what became of a list between them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.admin.columns import Cell
from proposals.admin.history import NOTHING, Fact
from proposals.admin.past import Past, in_words
from proposals.looking_back import PastProposals, made, standing
from proposals.models import Evidence, Milestone, Position, Proposal
from proposals.rights import Actor
from proposals.wording import listed, quoted

# What is compared of a proposal, in the order in which its page tells it.
COMPARED = (
    "title_ar",
    "title_fa",
    "title_en",
    "kind",
    "act",
    "committee",
    "meeting",
    "proposed_on",
    "status",
    "status_reason",
    "due_on",
    "due_wording",
    "owner",
    "desk",
    "review_on",
    "visibility",
    "parent",
    "successor",
)
# Kin is told by its reference, which the restored proposals carry as far as the reader sees it.
KIN = {"parent": "visible_parent", "successor": "visible_successor"}
QUOTE_WORDS = 24
CAME, LEFT, CHANGED = "came", "left", "changed"
SORTS: dict[str, Promise] = {
    CAME: gettext_lazy("Came into the list"),
    LEFT: gettext_lazy("Left the list"),
    CHANGED: gettext_lazy("Changed"),
}
# The columns of a list by which a proposal that stayed in it counts as changed.
WATCHED = ("status", "owner_id", "due_on")


@dataclass(frozen=True)
class Group:
    """What differs in one respect: what the proposal says, its positions, its steps, its proof."""

    label: str | Promise
    facts: Sequence[Fact]


def differences(before: Proposal, after: Proposal) -> list[Group]:
    """Give what differs between a proposal as it stood on two days, both restored."""
    groups = [
        Group(gettext_lazy("What it says"), list(_columns(before, after))),
        Group(
            gettext_lazy("Where the parties stand"),
            list(_belonging(before.positions.all(), after.positions.all(), _position, "party_id")),
        ),
        Group(
            gettext_lazy("Steps"),
            list(_belonging(before.milestones.all(), after.milestones.all(), _milestone)),
        ),
        Group(
            gettext_lazy("What proves it"),
            list(_belonging(before.evidence.all(), after.evidence.all(), _evidence)),
        ),
    ]
    return [group for group in groups if group.facts]


def _columns(before: Proposal, after: Proposal) -> Iterator[Fact]:
    for name in COMPARED:
        first, second = _said(before, name), _said(after, name)
        if first != second:
            label = Proposal._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # noqa: SLF001  # a field of ours
            yield Fact(str(capfirst(str(label))), first, second)


def _said(proposal: Proposal, name: str) -> str:
    """Give what a proposal says in one respect, in words."""
    if name in KIN:
        hidden = getattr(proposal, f"{name}_id") and _("one that you can't see")
        return getattr(proposal, KIN[name], None) or hidden or NOTHING
    display = getattr(proposal, f"get_{name}_display", None)
    value = display() if display else getattr(proposal, name)
    if isinstance(value, date):
        return in_words(value)
    return str(value) if value else NOTHING


def _belonging(
    before: Iterable[Any],
    after: Iterable[Any],
    told: Callable[[Any], tuple[str, str]],
    key: str = "pk",
) -> Iterator[Fact]:
    """Tell what was added, removed or changed of what belongs to a proposal."""
    first = {getattr(one, key): told(one) for one in before}
    second = {getattr(one, key): told(one) for one in after}
    for pk in dict.fromkeys([*first, *second]):
        if pk not in first:
            yield Fact(_("Added: %(name)s") % {"name": second[pk][0]}, NOTHING, second[pk][1])
        elif pk not in second:
            yield Fact(_("Removed: %(name)s") % {"name": first[pk][0]}, first[pk][1], NOTHING)
        elif first[pk] != second[pk]:
            yield Fact(second[pk][0], first[pk][1], second[pk][1])


def _position(position: Position) -> tuple[str, str]:
    said = [position.get_stance_display(), position.responsible_body]
    return str(position.party), listed(filter(None, said))


def _milestone(step: Milestone) -> tuple[str, str]:
    said = [
        step.title,
        _("due %(day)s") % {"day": in_words(step.due_on)} if step.due_on else step.due_wording,
        _("done %(day)s") % {"day": in_words(step.done_on)} if step.done_on else "",
    ]
    return step.title, listed(filter(None, said))


def _evidence(evidence: Evidence) -> tuple[str, str]:
    words = quoted(Truncator(evidence.exact).words(QUOTE_WORDS))
    state = _("Confirmed") if evidence.confirmed_at else _("Attached automatically")
    return in_words(evidence.dated_on), f"{words} {state}"


@dataclass(frozen=True)
class Difference:
    """What became of one proposal of a list between two days; what it was not yet is None."""

    sort: str
    before: Proposal | None
    after: Proposal | None

    @property
    def proposal(self) -> Proposal:
        """The proposal, as it stood last."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  # it was in the list on one of the days
        return found

    @property
    def label(self) -> str:
        """What became of it, in words."""
        return str(SORTS[self.sort])

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Its status, owner and last day, each on both days."""
        return [
            (_of(self.before, value), _of(self.after, value)) for value in (_status, _owner, _due)
        ]


def _of(proposal: Proposal | None, value: Callable[[Proposal], str]) -> str:
    return value(proposal) if proposal else ""


def _status(proposal: Proposal) -> str:
    return str(proposal.get_status_display())


def _owner(proposal: Proposal) -> str:
    return str(proposal.owner or "")


def _due(proposal: Proposal) -> str:
    return in_words(proposal.due_on) if proposal.due_on else proposal.due_wording


def _cell(name: str, label: Promise, value: Callable[[Any], Any]) -> Iterator[Cell]:
    """Give what a file holds of one respect: on the first day, and on the second."""
    days: Mapping[str, Promise] = {
        "before": gettext_lazy("%(what)s on the first day"),
        "after": gettext_lazy("%(what)s on the second day"),
    }
    for side, text in days.items():
        yield Cell(
            f"{name}_{side}",
            _filled(text, label),
            lambda one, side=side: _of(getattr(one, side), value),  # type: ignore[misc]  # bound at once
        )


def _filled(text: Promise, label: Promise) -> Any:
    """Put a label into a text when it is read."""
    return lazy(lambda: str(capfirst(str(text) % {"what": label})), str)()


def _row(one: Any) -> Difference:
    """Give a file's row as what it is here: files are of proposals elsewhere."""
    return one  # type: ignore[no-any-return]  # told() gives nothing else


CELLS: tuple[Cell, ...] = (
    Cell("reference", gettext_lazy("reference"), lambda one: _row(one).proposal.reference),
    Cell("title", gettext_lazy("title"), lambda one: _row(one).proposal.title),
    Cell("change", gettext_lazy("change"), lambda one: _row(one).label),
    *_cell("status", gettext_lazy("status"), _status),
    *_cell("owner", gettext_lazy("owner"), _owner),
    *_cell("due_on", gettext_lazy("due"), lambda one: one.due_on),
)


def between(before: PastProposals, after: PastProposals) -> dict[str, list[int]]:
    """Give which proposals came into a list, left it, or changed in it, each in its order."""
    first = {row["id"]: row for row in before.values("id", *WATCHED)}
    second = {row["id"]: row for row in after.values("id", *WATCHED)}
    return {
        CAME: [pk for pk in second if pk not in first],
        LEFT: [pk for pk in first if pk not in second],
        CHANGED: [pk for pk in second if pk in first and first[pk] != second[pk]],
    }


def told(
    found: Sequence[tuple[str, int]], actor: Actor, days: tuple[Past, Past]
) -> list[Difference]:
    """Tell of some of them how each stood on both days, whether it was in the list or not."""
    numbers = [pk for _sort, pk in found]
    first, second = (
        {one.pk: one for one in made(standing(actor, day.at).filter(id__in=numbers))}
        for day in days
    )
    return [Difference(sort, first.get(pk), second.get(pk)) for sort, pk in found]

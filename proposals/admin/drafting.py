"""The form in which a new proposal is written down, by hand or out of a finding."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, override

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proposals.admin.forms import DayField, ProposalField
from proposals.models import Committee, Desk, Meeting, Party, User
from proposals.rights import Actor
from proposals.services.proposals import Draft
from proposals.vocabulary import Act, Kind, Language, Precision, Role, Visibility

PARTY_ROWS = 3
ROLES = [
    ("from", _("proposes it")),
    ("to", _("is addressed")),
    ("both", _("both")),
]
# The services speak of addressees; here the second row stands for them.
FIELDS_OF_SERVICE = {"addressee": "party_1"}


def title_field(language: Language) -> forms.CharField:
    """Give a field for a title in one language, written in that language's own direction."""
    direction = "ltr" if language == Language.EN else "rtl"
    return forms.CharField(
        label=language.label,
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": language.value, "dir": direction}),
    )


def possible_owners() -> QuerySet[User]:
    """Give the people who may look after a proposal."""
    return User.objects.filter(is_active=True).exclude(role=Role.READER)


def optional_choices(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Give the choices with an empty one before them."""
    return [("", "—"), *choices]


class MeetingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at runtime
    """One of the meetings, with the year in which it was."""

    @override
    def label_from_instance(self, obj: Any) -> str:
        """Name the meeting."""
        return f"{obj} ({obj.starts_on.year})"


class DeadlineFields(forms.Form):
    """A deadline as it was worded, with the last day that it means."""

    due_wording = forms.CharField(
        label=_("Deadline as worded"),
        max_length=200,
        required=False,
        help_text=_("For example: by the end of the year, before the next meeting."),
    )
    due_on = DayField(label=_("Last day it means"), required=False)
    due_precision = forms.ChoiceField(
        label=_("Precision"), required=False, choices=optional_choices(list(Precision.choices))
    )

    @property
    def deadline(self) -> dict[str, Any]:
        """The deadline by the record's names; a bare day is exact to the day."""
        found = {name: self.cleaned_data[name] for name in DeadlineFields.base_fields}
        if found["due_on"] and not found["due_precision"]:
            found["due_precision"] = Precision.DAY
        return found


class DraftForm(DeadlineFields):
    """A new proposal."""

    title_ar = title_field(Language.AR)
    title_fa = title_field(Language.FA)
    title_en = title_field(Language.EN)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    act = forms.ChoiceField(label=_("Act"), choices=Act.choices)
    committee = forms.ModelChoiceField(
        Committee.objects.none(), label=_("Committee"), required=False, empty_label="—"
    )
    meeting = MeetingChoice(
        Meeting.objects.none(),
        label=_("Meeting"),
        required=False,
        empty_label="—",
        help_text=_("A meeting brings its committee with it."),
    )
    proposed_on = DayField(label=_("Proposed on"))
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Owner"), required=False, empty_label="—"
    )
    desk = forms.ModelChoiceField(
        Desk.objects.none(),
        label=_("Desk"),
        required=False,
        empty_label="—",
        help_text=_("Left empty, it is the committee's desk."),
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it"), choices=Visibility.choices, initial=Visibility.SHARED
    )

    def __init__(
        self, *args: Any, actor: Actor, original_language: str = "", **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.original_language = original_language
        self._offer(actor)
        self.fields["parent"] = ProposalField(
            actor=actor,
            label=_("Part of"),
            required=False,
            help_text=_("The reference of the larger proposal."),
        )
        parties = list(_party_choices(self.initial))
        for number in range(PARTY_ROWS):
            self.fields[f"party_{number}"] = forms.TypedChoiceField(
                choices=parties,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.Select(attrs={"aria-label": _("Party")}),
            )
            self.fields[f"role_{number}"] = forms.ChoiceField(
                choices=ROLES,
                initial="to" if number else "from",
                widget=forms.Select(attrs={"aria-label": _("Role")}),
            )

    def _offer(self, actor: Actor) -> None:
        """Offer what the actor may choose from."""
        meetings = Meeting.objects.visible_to(actor).select_related("committee")
        offered: dict[str, Any] = {
            "committee": Committee.objects.visible_to(actor),
            "meeting": meetings.order_by("committee", "-ordinal"),
            "owner": possible_owners(),
            "desk": Desk.objects.all(),
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # they choose a record

    @property
    def party_rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Each party's field with the field of what it does."""
        for number in range(PARTY_ROWS):
            yield self[f"party_{number}"], self[f"role_{number}"]

    @property
    def title_rows(self) -> list[BoundField]:
        """The titles, the one in the original language first."""
        languages = sorted(Language.values, key=lambda language: language != self._first_language)
        return [self[f"title_{language}"] for language in languages]

    @property
    def open_parts(self) -> set[str]:
        """The parts of the form that are shown at once: those with something in them."""
        return {part for part, names in self._parts().items() if self._is_filled(names)}

    def _parts(self) -> dict[str, list[str]]:
        others = [field.name for field in self.title_rows[1:]]
        return {
            "titles": others,
            "parties": [f"party_{number}" for number in range(2, PARTY_ROWS)],
            "deadline": list(DeadlineFields.base_fields),
            "house": ["desk", "parent"],
        }

    def _is_filled(self, names: Iterable[str]) -> bool:
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def _first_language(self) -> str:
        return self.original_language or (get_language() or "en")

    def draft(self) -> Draft:
        """Give what was entered as a draft."""
        said = self.cleaned_data
        titles = {language: said[f"title_{language}"] for language in Language.values}
        written = [language for language in Language.values if titles[language]]
        original = self._first_language if self._first_language in written else ""
        return Draft(
            titles=titles,
            original_language=original or next(iter(written), ""),
            kind=Kind(said["kind"]),
            act=Act(said["act"]),
            proposers=self._parties("from", "both"),
            addressees=self._parties("to", "both"),
            proposed_on=said["proposed_on"],
            committee=said["committee"],
            meeting=said["meeting"],
            desk=said["desk"],
            owner=said["owner"],
            visibility=Visibility(said["visibility"]),
            parent=said["parent"],
            deadline=self.deadline,
        )

    def _parties(self, *roles: str) -> list[Party]:
        said = self.cleaned_data
        chosen = [
            said[f"party_{number}"]
            for number in range(PARTY_ROWS)
            if said[f"party_{number}"] and said[f"role_{number}"] in roles
        ]
        found = Party.objects.in_bulk(chosen)
        return [found[pk] for pk in dict.fromkeys(chosen)]


def _party_choices(initial: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Offer the parties, those that are likely first."""
    likely = {initial.get(f"party_{number}") for number in range(PARTY_ROWS)} - {None}
    parties = sorted(Party.objects.all(), key=lambda party: party.name)
    yield "", "—"
    if likely:
        yield _("Likely"), [(party.pk, party.name) for party in parties if party.pk in likely]
    yield _("All parties"), [(party.pk, party.name) for party in parties]

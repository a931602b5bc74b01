"""The review screen: an article with its findings, one of them open for a decision."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from proposals.admin.badges import between
from proposals.admin.deciding import AcceptForm, AttachForm, DecisionForm, DismissForm
from proposals.admin.explaining import Reason, reasons
from proposals.admin.filters import awaits_review
from proposals.admin.guessing import guess
from proposals.admin.marking import Piece, Span, paragraphs
from proposals.models import Article, Change, Evidence, Finding, Proposal
from proposals.rights import Actor, may, may_change
from proposals.vocabulary import FindingState, FindingType

DECISIONS = {"accept": AcceptForm, "attach": AttachForm, "dismiss": DismissForm}


@dataclass(frozen=True)
class Candidate:
    """A proposal to which a finding may belong, how likely that is in percent, and why."""

    proposal: Proposal
    percent: int
    reasons: list[Reason]

    @property
    def key(self) -> str:
        """The proposal's id, as digits alone in every language."""
        return str(self.proposal.pk)


@dataclass(frozen=True)
class Card:
    """A finding as the screen shows it beside the text."""

    number: int
    finding: Finding
    address: str
    is_chosen: bool
    percent: int
    note: str = ""
    may_undo: bool = False
    reasons: list[Reason] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    forms: Mapping[str, DecisionForm] = field(default_factory=dict)
    decision: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the finding waits for a decision."""
        return self.finding.state == FindingState.OPEN

    @property
    def is_folded(self) -> bool:
        """Whether the finding is so unlikely that its card is folded away."""
        is_unlikely = self.finding.confidence < settings.FOLD_BELOW
        return is_unlikely and self.is_open and not self.is_chosen

    @property
    def anchor(self) -> str:
        """The name of its mark in the text."""
        return f"finding-{self.finding.pk}"

    @property
    def key(self) -> str:
        """The finding's id, as digits alone in every language."""
        return str(self.finding.pk)

    @property
    def sides(self) -> SafeString:
        """Who puts it to whom, as far as that was found."""
        proposer, addressee = self.finding.proposer or "?", self.finding.addressee or "?"
        return between([proposer], [addressee], "both" if self.finding.is_mutual else "forth")


@dataclass(frozen=True)
class Mark:
    """A mark in the text: a finding's, with its card, or one of evidence that has no finding.

    ``anchors`` are the names by which links lead to it.
    """

    anchors: tuple[str, ...]
    card: Card | None = None


@dataclass
class Review:
    """An article under review by one reader.

    ``chosen`` is the finding that is open for a decision; ``bound`` a form that was refused.
    """

    article: Article
    actor: Actor
    chosen: int | None = None
    bound: Mapping[str, DecisionForm] = field(default_factory=dict)

    @cached_property
    def findings(self) -> list[Finding]:
        """The article's findings that the reader may see, in the order of the text."""
        found = Finding.objects.visible_to(self.actor).filter(article=self.article)
        found = found.select_related("proposer", "addressee", "speaker", "proposal")
        return list(found.order_by("start", "-end", "pk"))

    @cached_property
    def chosen_finding(self) -> Finding | None:
        """The finding that is open for a decision: the one asked for, else the first undecided."""
        by_id = {finding.pk: finding for finding in self.findings}
        if self.chosen in by_id:
            return by_id[self.chosen]
        undecided = [one for one in self.findings if one.state == FindingState.OPEN]
        return max(undecided, key=lambda one: one.confidence, default=None)

    @cached_property
    def cards(self) -> list[Card]:
        """A card for each finding; the chosen one has its reasons and its forms."""
        notes = _notes(self.findings)
        return [
            self._card(number, finding, notes.get(finding.pk, ""))
            for number, finding in enumerate(self.findings, start=1)
        ]

    @property
    def listed(self) -> list[Card]:
        """The cards that stand open beside the text: those undecided first, the surest on top."""
        shown = [card for card in self.cards if not card.is_folded]
        return sorted(shown, key=lambda card: (not card.is_open, -card.finding.confidence))

    @property
    def folded(self) -> list[Card]:
        """The cards of the findings that are too unlikely to stand open, the surest first."""
        away = [card for card in self.cards if card.is_folded]
        return sorted(away, key=lambda card: -card.finding.confidence)

    def _card(self, number: int, finding: Finding, note: str) -> Card:
        is_chosen = finding == self.chosen_finding
        candidates = self._candidates(finding) if is_chosen else []
        return Card(
            number=number,
            finding=finding,
            address=address_of(self.article, finding),
            is_chosen=is_chosen,
            percent=min(round(finding.confidence * 100), 99),  # nothing is certain
            note=note,
            may_undo=self._may_undo(finding),
            reasons=reasons(finding.why, self.article.text) if is_chosen else [],
            candidates=candidates,
            forms=self._forms(finding, candidates) if is_chosen else {},
            decision=next(iter(self.bound), _first_decision(finding, candidates)),
        )

    def _may_undo(self, finding: Finding) -> bool:
        if finding.state == FindingState.ATTACHED and finding.proposal:
            return may_change(self.actor, finding.proposal)
        return finding.state == FindingState.DISMISSED

    def _candidates(self, finding: Finding) -> list[Candidate]:
        """Give the likely proposals that the reader may see, the likeliest first."""
        found = [one for one in finding.candidates if isinstance(one, dict) and "proposal" in one]
        seen = Proposal.objects.visible_to(self.actor).for_reading()
        rows = seen.in_bulk([one["proposal"] for one in found])
        ordered = sorted(found, key=lambda one: -float(one.get("score") or 0))
        return [
            Candidate(
                rows[one["proposal"]],
                min(round(float(one.get("score") or 0) * 100), 99),
                reasons(one.get("why")),
            )
            for one in ordered
            if one["proposal"] in rows
        ]

    def _forms(
        self, finding: Finding, candidates: Iterable[Candidate]
    ) -> Mapping[str, DecisionForm]:
        if finding.state != FindingState.OPEN or not may(self.actor, "change", "finding"):
            return {}
        made = {name: self.form(name, finding, candidates) for name in DECISIONS}
        return {**made, **self.bound}

    def form(
        self,
        name: str,
        finding: Finding,
        candidates: Iterable[Candidate] = (),
        entered: Any = None,
    ) -> DecisionForm:
        """Give the form of a decision, filled in with a guess or with what was entered."""
        prefix: dict[str, Any] = {"prefix": name}
        if name == "accept":
            initial = guess(finding, by=self.actor)
            language = self.article.language
            return AcceptForm(
                entered, actor=self.actor, original_language=language, initial=initial, **prefix
            )
        if name == "attach":
            likely = {one.proposal: one.percent / 100 for one in candidates}
            return AttachForm(entered, actor=self.actor, candidates=likely, **prefix)
        return DismissForm(entered, **prefix)

    def bind(self, name: str, finding: Finding, entered: Any) -> DecisionForm:
        """Give the form of a decision with what was entered."""
        candidates = self._candidates(finding) if name == "attach" else []
        return self.form(name, finding, candidates, entered)

    def paragraphs(self) -> list[list[Piece[Mark]]]:
        """Give the text with its marks: the findings', and evidence that has no finding here."""
        return paragraphs(self.article.text, self._spans())

    def _spans(self) -> Iterator[Span[Mark]]:
        evidence = Evidence.objects.visible_to(self.actor).filter(article=self.article)
        places: dict[tuple[int, int], list[str]] = defaultdict(list)
        for one in evidence:
            places[one.start, one.end].append(f"evidence-{one.pk}")
        for card in self.cards:
            place = card.finding.start, card.finding.end
            yield Span(*place, Mark((card.anchor, *places.pop(place, ())), card))
        for place, anchors in places.items():
            yield Span(*place, Mark(tuple(anchors)))

    @property
    def undecided(self) -> int:
        """How many findings wait for a decision."""
        return sum(finding.state == FindingState.OPEN for finding in self.findings)

    def next_article(self) -> Article | None:
        """Give the next article with findings to decide on: the oldest first."""
        waiting = Article.objects.visible_to(self.actor).filter(awaits_review())
        rest = waiting.exclude(pk=self.article.pk).defer("text")
        return rest.order_by("received_at", "pk").first()

    def after(self, finding: Finding) -> Finding | None:
        """Give the finding to decide on after this one; after the last, the first again."""
        rest = [one for one in self.findings if one != finding and one.state == FindingState.OPEN]
        return next((one for one in rest if one.start >= finding.start), next(iter(rest), None))


def _first_decision(finding: Finding, candidates: list[Candidate]) -> str:
    """Tell which decision to offer first: progress and likely matches are attached."""
    is_likely = bool(candidates) and candidates[0].percent >= 50  # noqa: PLR2004  # per cent
    return "attach" if finding.type == FindingType.UPDATE or is_likely else "accept"


def _notes(findings: Iterable[Finding]) -> dict[int, str]:
    """Give the note with which each dismissed finding was dismissed, from the history."""
    dismissed = [one.pk for one in findings if one.state == FindingState.DISMISSED]
    found = Change.objects.filter(subject="finding", subject_id__in=dismissed).exclude(why="")
    return dict(found.order_by("transaction").values_list("subject_id", "why"))


def address_of(article: Article, finding: Finding | None = None) -> str:
    """Give the address of an article's page, with one of its findings open for a decision."""
    page = reverse("admin:proposals_article_change", args=[article.pk])
    return f"{page}?finding={finding.pk}#card-{finding.pk}" if finding else page

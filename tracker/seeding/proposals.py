"""The demo's proposals: how each was recorded, and what people did to it since."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from proposals.models import Evidence, Finding, Meeting, Milestone, Proposal
from proposals.services import files, findings, moves, notes, parts
from proposals.services import proposals as services
from proposals.vocabulary import Act, FindingState, Kind, Visibility
from tracker.seeding.articles import free
from tracker.seeding.known import Known
from tracker.seeding.library import Deed
from tracker.seeding.timeline import Event

LANGUAGES = ("ar", "fa", "en")


@dataclass(frozen=True)
class Scene:
    """One step of a proposal's history: which proposal, what was done, and when."""

    known: Known
    committee: str
    key: str
    deed: Deed
    at: datetime

    @property
    def subject(self) -> Any:
        """What the step's verb is about."""
        return self.deed.details[self.deed.verb]

    @property
    def proposal(self) -> Proposal:
        """The proposal."""
        return self.known.proposals[self.key]

    def deadline(self, due: Mapping[str, Any]) -> dict[str, Any]:
        """Give the fields of a deadline that this step sets."""
        return self.known.deadline(due, self.committee, said_on=self.at.date())

    @property
    def signature(self) -> dict[str, Any]:
        """Who did it and when, as each service asks."""
        return {"by": self.known.actor(self.deed.by), "at": self.at}


def lives(known: Known, story: Mapping[str, Any]) -> Iterator[Event]:
    """Give the events of a committee's proposals, each proposal's in order."""
    for entry in story["proposals"]:
        recorded = Deed.of(entry["recorded"])
        yield Event(recorded.ago, partial(_record, known, story["key"], entry, recorded))
        for deed in map(Deed.of, entry.get("history", ())):
            yield Event(deed.ago, partial(_step, known, story["key"], entry["key"], deed))


def _record(
    known: Known, committee: str, entry: Mapping[str, Any], recorded: Deed, at: datetime
) -> None:
    by, found = known.actor(recorded.by), recorded.details.get("found")
    draft = _draft(known, committee, entry)
    if found is None:
        proposal = services.create(draft=draft, by=by, at=at)
    else:
        free(known.findings[found], by=by, at=at)
        proposal = findings.accept(finding=known.findings[found], draft=draft, by=by, at=at)
    known.proposals[entry["key"]] = proposal


def _draft(known: Known, committee: str, entry: Mapping[str, Any]) -> services.Draft:
    meeting = known.meetings.get((committee, entry.get("meeting", 0)))
    found = known.findings.get(entry["recorded"].get("found", ""))
    proposed_on = _proposed_on(known, entry, meeting, found)
    due = known.deadline(entry["due"], committee, said_on=proposed_on) if "due" in entry else {}
    return services.Draft(
        titles={language: entry.get(language, "") for language in LANGUAGES},
        kind=Kind(entry["kind"]),
        act=Act(entry["act"]),
        proposers=[known.parties[code] for code in entry["from"]],
        addressees=[known.parties[code] for code in entry["to"]],
        proposed_on=proposed_on,
        original_language=found.article.language if found else "",
        committee=known.committees[committee],
        meeting=meeting,
        owner=known.people.get(entry.get("owner", "")),
        visibility=Visibility(entry.get("visibility", Visibility.SHARED)),
        parent=known.proposals.get(entry.get("parent", "")),
        deadline=due,
    )


def _proposed_on(
    known: Known, entry: Mapping[str, Any], meeting: Meeting | None, found: Finding | None
) -> date:
    """Give the day of the meeting, else of the article, else of the recording."""
    if meeting is not None:
        return meeting.starts_on
    if found is not None:
        return found.article.told_on
    return known.day(-entry.get("proposed", entry["recorded"]["ago"]))


def _step(known: Known, committee: str, key: str, deed: Deed, at: datetime) -> None:
    STEPS[deed.verb](Scene(known, committee, key, deed, at))


def _move(scene: Scene) -> None:
    details = scene.deed.details
    request = moves.MoveRequest.of(
        scene.subject,
        reason=details.get("reason", ""),
        successor=scene.known.proposals.get(details.get("successor", "")),
    )
    moves.move(proposal=scene.proposal, request=request, **scene.signature)


def _set_position(scene: Scene) -> None:
    details = scene.deed.details
    values = {"stance": details.get("stance"), "responsible_body": details.get("body")}
    values = {name: value for name, value in values.items() if value}
    if details.get("shown"):
        values["statement"] = Evidence.objects.filter(proposal=scene.proposal).latest("created_at")
    parts.set_position(
        proposal=scene.proposal,
        party=scene.known.parties[scene.subject],
        values=values,
        **scene.signature,
    )


def _add_milestone(scene: Scene) -> None:
    details = scene.deed.details
    values = {
        "title": scene.subject,
        "party": scene.known.parties.get(details.get("party", "")),
        **scene.deadline(details["due"]),
    }
    parts.add_milestone(proposal=scene.proposal, values=values, **scene.signature)


def _finish_milestone(scene: Scene) -> None:
    milestone = Milestone.objects.get(proposal=scene.proposal, title=scene.subject)
    done_on = scene.known.day(-scene.deed.details["on"])
    parts.edit_milestone(milestone=milestone, values={"done_on": done_on}, **scene.signature)


def _attach(scene: Scene) -> None:
    """Attach a finding, or confirm it where matching was quicker."""
    finding = scene.known.findings[scene.subject]
    finding.refresh_from_db()
    if finding.state == FindingState.ATTACHED and finding.proposal_id == scene.proposal.pk:
        evidence = Evidence.objects.get(
            proposal=scene.proposal,
            article=finding.article_id,
            start=finding.start,
            end=finding.end,
        )
        parts.confirm_evidence(evidence=evidence, **scene.signature)
    else:
        free(finding, **scene.signature)
        findings.attach(finding=finding, proposal=scene.proposal, **scene.signature)


def _attach_minutes(scene: Scene) -> None:
    meeting = scene.known.meetings[scene.committee, scene.subject]
    quote = scene.deed.details["quote"]
    start = meeting.minutes.index(quote)
    parts.attach_minutes(
        proposal=scene.proposal,
        meeting=meeting,
        start=start,
        end=start + len(quote),
        **scene.signature,
    )


def _edit(scene: Scene) -> None:
    known = scene.known
    values: dict[str, Any] = {}
    if "owner" in scene.subject:
        values["owner"] = known.people[scene.subject["owner"]]
    if "review" in scene.subject:
        values["review_on"] = known.day(scene.subject["review"])
    if "due" in scene.subject:
        values |= scene.deadline(scene.subject["due"])
    why = scene.deed.details["why"]
    services.edit(proposal=scene.proposal, values=values, why=why, **scene.signature)


def _write_note(scene: Scene) -> None:
    notes.write(proposal=scene.proposal, text=scene.subject, **scene.signature)


def _add_file(scene: Scene) -> None:
    upload = files.Upload(scene.subject, scene.deed.details["text"].encode())
    files.keep(upload=upload, place=scene.proposal, **scene.signature)


STEPS: dict[str, Callable[[Scene], None]] = {
    "move": _move,
    "position": _set_position,
    "milestone": _add_milestone,
    "done": _finish_milestone,
    "attach": _attach,
    "minutes": _attach_minutes,
    "edit": _edit,
    "note": _write_note,
    "file": _add_file,
}

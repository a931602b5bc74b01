"""Answers to reminders: seen, with the date of the next step; or later. By a signed link, or here.

A link names a person, a proposal and what it would say. Whoever holds it needs no sign-in, so it
is good for a month only, and opening it changes nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.errors import InvalidInputError, NotAllowedError
from proposals.models import Proposal, User
from proposals.rights import Actor, require_self
from tracker.localtime import DAY
from tracker.messages import absolute, read_by
from tracker.models import Answer

SALT = "tracker.answers"
GOOD_FOR = timedelta(days=30)
# How far off the date may be, in days, and which one is offered first.
FARTHEST = {Answer.Act.SEEN: 90, Answer.Act.LATER: 30}
OFFERED = {Answer.Act.SEEN: 7, Answer.Act.LATER: 3}


@dataclass(frozen=True)
class Question:
    """What a link asks: whether this person says this about this proposal."""

    person: User
    proposal: Proposal
    act: Answer.Act

    def offered(self, *, at: datetime) -> date:
        """Give the date that is offered first."""
        return timezone.localdate(at) + OFFERED[self.act] * DAY


def link(person: User, proposal_id: int, act: Answer.Act) -> str:
    """Give the address at which this person can say this about this proposal."""
    token = signing.dumps([person.pk, proposal_id, act.value], salt=SALT)
    return absolute(reverse("answer", args=[token]))


def question(token: str) -> Question | None:
    """Give what a link asks; None for one that is forged, too old or about what is hidden now."""
    try:
        person_id, proposal_id, act = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return None
    seen = Proposal.objects.visible_to(Actor.of_user(person))
    proposal = seen.filter(pk=proposal_id).first()
    return Question(person, proposal, Answer.Act(act)) if proposal else None


def give(
    *, person: User, proposal: Proposal, act: Answer.Act, until: date, by: Actor, at: datetime
) -> Answer:
    """Note an answer; a later one of the same sort takes its place."""
    require_self(by, person)
    if not Proposal.objects.visible_to(by).filter(pk=proposal.pk).exists():
        raise NotAllowedError(_("You may not do this."))
    with read_by(person):
        today = timezone.localdate(at)
        if not today < until <= today + FARTHEST[act] * DAY:
            days = FARTHEST[act]
            message = _("Choose a day from tomorrow on, at most %(days)d days off.") % {
                "days": days
            }
            raise InvalidInputError(message, fields={"until": [message]})
    answer, _made = Answer.objects.update_or_create(
        person=person, proposal=proposal, act=act, defaults={"until": until, "given_at": at}
    )
    return answer

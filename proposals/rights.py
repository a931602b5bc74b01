"""Who may see and change what: the one table of rights, and the actors it speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from proposals.errors import NotAllowedError
from proposals.status import Mover
from proposals.vocabulary import Role, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proposals.models import Article, Client, Finding, Handover, Meeting, Proposal, User

PARTNER = "partner"
SYSTEM = "system"

READ = frozenset({"view"})
WRITE = frozenset({"view", "add", "change"})

# What each role may do on the staff's site, by model; "*" stands for all that are not named.
RIGHTS: dict[str, dict[str, frozenset[str]]] = {
    Role.READER: {
        "*": READ,
        "user": frozenset(),
        "client": frozenset(),
        "delivery": frozenset(),
        "subscriber": frozenset(),
    },
    Role.OFFICER: {
        "*": READ,
        "article": WRITE,
        "finding": WRITE,
        "proposal": WRITE,
        "meeting": WRITE,
        "outlet": WRITE,
        "user": frozenset(),
        "client": frozenset(),
        "subscriber": frozenset(),
    },
    Role.HEAD: {
        "*": WRITE,
        "party": READ,
        "user": READ,
        "client": READ,
        "desk": READ,
    },
    Role.ADMINISTRATOR: {"*": WRITE | {"delete"}},
    PARTNER: {
        "*": frozenset(),
        "article": frozenset({"add"}),
        "finding": frozenset({"add", "change"}),
        "meeting": frozenset({"add", "change"}),
        "proposal": frozenset({"add", "change"}),
    },
}
# Roles that may make a move, by the right that the move asks for.
MOVERS: dict[Mover, frozenset[str]] = {
    Mover.OFFICER: frozenset({Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR, PARTNER, SYSTEM}),
    Mover.HEAD: frozenset({Role.HEAD, Role.ADMINISTRATOR}),
}


@dataclass(frozen=True)
class Actor:
    """Who acts: a member of staff, a partner's client, or a part of Mithaq itself.

    ``committees`` is what a partner was granted; for everybody else it is None, which means all.
    """

    key: str
    name: str
    role: str
    user_id: int | None = None
    client_id: int | None = None
    desk_id: int | None = None
    committees: frozenset[int] | None = None
    visibilities: frozenset[str] = field(default_factory=lambda: frozenset(Visibility.values))

    @classmethod
    def of_user(cls, user: User) -> Actor:
        """Give the actor that a member of staff is."""
        role = Role.ADMINISTRATOR if user.is_superuser else Role(user.role)
        return cls(
            key=f"user:{user.pk}",
            name=str(user),
            role=role,
            user_id=user.pk,
            desk_id=user.desk_id,
        )

    @classmethod
    def of_client(cls, client: Client, committees: Iterable[int] | None = None) -> Actor:
        """Give the actor that a partner's system is; its committees are looked up if not given."""
        wide = frozenset({Visibility.SHARED.value})
        internal = client.visibility == Visibility.INTERNAL
        return cls(
            key=f"client:{client.pk}",
            name=client.name,
            role=PARTNER,
            client_id=client.pk,
            committees=frozenset(
                client.committees.values_list("pk", flat=True) if committees is None else committees
            ),
            visibilities=wide | {Visibility.INTERNAL.value} if internal else wide,
        )

    @classmethod
    def of_system(cls, name: str) -> Actor:
        """Give the actor that a part of Mithaq is, such as its matching."""
        return cls(key=f"system:{name}", name=name, role=SYSTEM)

    @property
    def is_staff(self) -> bool:
        """Whether a member of staff acts."""
        return self.user_id is not None

    @property
    def sees_everything(self) -> bool:
        """Whether no record is hidden from it."""
        return self.role in {Role.ADMINISTRATOR, SYSTEM}


def may(actor: Actor, verb: str, model: str) -> bool:
    """Tell whether the actor's role has this right ("view", "add", "change", "delete") at all."""
    if actor.role == SYSTEM:
        return True
    table = RIGHTS.get(actor.role, {})
    return verb in table.get(model, table.get("*", frozenset()))


def may_change(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether the actor may change this proposal, given that it may see it.

    Officers and heads change what belongs to their desk, to no desk, or to themselves.
    """
    if actor.role in {Role.OFFICER, Role.HEAD}:
        mine = proposal.owner_id == actor.user_id or proposal.desk_id == actor.desk_id
        return mine or proposal.desk_id is None
    if actor.role == PARTNER:
        granted = proposal.committee_id in (actor.committees or ())
        return granted and proposal.visibility in actor.visibilities
    return actor.sees_everything


def require_change(actor: Actor, proposal: Proposal) -> None:
    """Refuse an actor who may not change this proposal."""
    require(actor, "change", "proposal")
    if not may_change(actor, proposal):
        raise NotAllowedError(_("This proposal belongs to another desk."))


def require_giving(actor: Actor, proposal: Proposal) -> None:
    """Refuse an actor who may not hand this proposal over to somebody else.

    Its owner may, the head of its desk, and an administrator; what nobody holds, whoever may
    change it.
    """
    require_change(actor, proposal)
    is_theirs = proposal.owner_id in {None, actor.user_id}
    leads = actor.role == Role.HEAD and proposal.desk_id == actor.desk_id
    if not (is_theirs or leads or actor.sees_everything):
        raise NotAllowedError(_("Its owner hands it over, or the head of its desk."))


def require_taking_back(actor: Actor, handover: Handover) -> None:
    """Refuse anybody but whoever handed it over, and an administrator."""
    if handover.actor != actor.key and not actor.sees_everything:
        raise NotAllowedError(_("You may not do this."))


def require_standing_for(actor: Actor, user: User) -> None:
    """Refuse an actor who may not note this person's absence: their head and themselves may."""
    leads = actor.role == Role.HEAD and user.desk_id is not None and user.desk_id == actor.desk_id
    if actor.user_id != user.pk and not leads:
        require(actor, "change", "user")


def require_decision(actor: Actor, finding: Finding) -> None:
    """Refuse an actor who may not decide on this finding: a partner does on what it sent in."""
    require(actor, "change", "finding")
    _require_sender(actor, finding.article)


def require_finding(actor: Actor, article: Article) -> None:
    """Refuse an actor who may not add to what was found in this article."""
    require(actor, "add", "finding")
    _require_sender(actor, article)


def _require_sender(actor: Actor, article: Article) -> None:
    if actor.role == PARTNER and article.sent_by_id != actor.client_id:
        raise NotAllowedError(_("Your system decides on what was found in its own articles."))


def require_meeting(actor: Actor, verb: str, meeting: Meeting) -> None:
    """Refuse an actor who may not do this with the meeting: a partner may with its committees'."""
    require(actor, verb, "meeting")
    if actor.role == PARTNER and meeting.committee_id not in (actor.committees or ()):
        raise NotAllowedError(_("Your system doesn't see this committee."))


def require_reach(actor: Actor, proposal: Proposal) -> None:
    """Refuse a partner who would put a proposal where it doesn't see it itself."""
    if actor.role == PARTNER and not may_change(actor, proposal):
        raise NotAllowedError(_("Your system doesn't see proposals of this committee and circle."))


def require(actor: Actor, verb: str, model: str) -> None:
    """Refuse an actor whose role lacks this right."""
    if not may(actor, verb, model):
        raise NotAllowedError(_("You may not do this."))


def require_self(actor: Actor, user: User) -> None:
    """Refuse anybody but the person whose own it is."""
    if actor.user_id != user.pk:
        raise NotAllowedError(_("You may not do this."))

"""What a plan writes is what the library would write, field by field, in each language."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation
from rest_framework import serializers

from proposals.api import history
from proposals.api.serializers.fields import Answer
from proposals.api.serializers.history import HistoryEntrySerializer
from proposals.api.serializers.links import ArticleLink, MeetingLink, PartyLink
from proposals.api.serializers.proposals import (
    EvidenceSerializer,
    MilestoneSerializer,
    PositionSerializer,
    ProposalSerializer,
)
from proposals.models import Article, Proposal
from proposals.rights import Actor
from proposals.services import parts
from proposals.services import proposals as services
from proposals.vocabulary import Precision


@pytest.fixture
def rich(
    make_proposal: Callable[..., Proposal],
    quote: Callable[..., Article],
    officer: Actor,
    at: datetime,
) -> Proposal:
    """A proposal with something in every place."""
    made = make_proposal(titles={"ar": "مركز", "en": "A centre"})
    quote(made)
    deadline = {"due_on": date(2026, 6, 30), "due_precision": Precision.MONTH}
    services.edit(proposal=made, values=deadline, by=officer, at=at)
    for step in ({}, deadline):
        values = {"title": "A step", **step}
        parts.add_milestone(proposal=made, values=values, by=officer, at=at)
    made.refresh_from_db()
    made.visible_parent, made.visible_successor = None, "IQ-IR-2026-0009"  # type: ignore[attr-defined]  # as the view
    return made


def records(proposal: Proposal, actor: Actor) -> list[tuple[type[Answer], Any]]:
    """Give a record for each shape of answer."""
    evidence = proposal.evidence.get()
    return [
        (ProposalSerializer, proposal),
        (EvidenceSerializer, evidence),
        (ArticleLink, evidence.article),
        (PartyLink, {"code": "IQ", "name": "العراق"}),
        *((PositionSerializer, one) for one in proposal.positions.all()),
        *((MilestoneSerializer, one) for one in proposal.milestones.all()),
        *((HistoryEntrySerializer, one) for one in history.newest(proposal, actor, 20)),
        *((MeetingLink, one) for one in [proposal.meeting] if one),
    ]


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_a_plan_writes_what_the_library_would(
    rich: Proposal, officer: Actor, language: str
) -> None:
    context = {"request": RequestFactory().get("/api/v1/"), "today": date(2026, 7, 1)}
    with translation.override(language):
        for sort, record in records(rich, officer):
            one = sort(record, context=context)
            assert one.data == serializers.Serializer.to_representation(one, record), sort


def test_moments_are_written_with_z_and_to_the_microsecond() -> None:
    class Moment(Answer):
        at = serializers.DateTimeField()

    moment = datetime(2026, 3, 9, 8, 30, 0, 42, tzinfo=UTC)

    assert Moment({"at": moment}).data == {"at": "2026-03-09T08:30:00.000042Z"}


def test_each_of_several_records_has_its_own_address(
    make_proposal: Callable[..., Proposal],
) -> None:
    class Short(Answer):
        url = serializers.HyperlinkedIdentityField("api:proposal", lookup_field="reference")

    made = [make_proposal() for _ in range(3)]
    context = {"request": RequestFactory().get("/")}
    shown = Short(made, many=True, context=context).data

    assert [row["url"] for row in shown] == [
        f"http://testserver/api/v1/proposals/{one.reference}/" for one in made
    ]

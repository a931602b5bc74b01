"""Which proposals have more than two parties: the database notes it as the third one comes."""

from collections.abc import Callable
from datetime import datetime

from proposals.models import Party, Proposal, Wider
from proposals.rights import Actor
from proposals.services import parts
from tests.conftest import party


def test_a_proposal_of_three_is_noted_and_one_of_two_is_not(
    make_proposal: Callable[..., Proposal], iran: Party, iraq: Party
) -> None:
    make_proposal(proposers=[iran], addressees=[iraq])
    wide = make_proposal(proposers=[iran], addressees=[iraq, party("TR", name_en="Türkiye")])

    assert [one.proposal for one in Wider.objects.all()] == [wide]
    assert str(wide) == str(Wider.objects.get())


def test_a_party_that_comes_later_is_noted_once(
    make_proposal: Callable[..., Proposal], system: Actor, at: datetime
) -> None:
    proposal = make_proposal()
    for code in ("TR", "SY"):
        parts.set_position(
            proposal=proposal, party=party(code, name_en=code), values={}, by=system, at=at
        )

    assert Wider.objects.filter(proposal=proposal).count() == 1

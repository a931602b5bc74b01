"""What a client reads of itself."""

from proposals.models import Client, Committee
from tests.proposals.api.conftest import ALL_SCOPES, Caller, token_of


def test_a_client_reads_what_it_is_and_may(
    client: Client, committee: Committee, other_committee: Committee
) -> None:
    shown = Caller(token_of(client, "proposals:read")).get("me/").json()

    assert (shown["client_id"], shown["name"]) == (client.client_id, "Partner registry")
    assert shown["scopes"] == ["proposals:read"]
    assert shown["granted_scopes"] == sorted(ALL_SCOPES.split())
    assert shown["committees"] == [{"id": committee.pk, "name": committee.name_en}]
    assert (shown["visibility"], shown["visibility_label"]) == ("shared", "Staff and partners")


def test_no_scope_is_needed_to_read_it(client: Client) -> None:
    Client.objects.filter(pk=client.pk).update(allowed_scopes="")

    assert Caller(token_of(client)).get("me/").json()["scopes"] == []


def test_no_secret_is_shown(client: Client) -> None:
    answer = Caller(token_of(client)).get("me/").content.decode()

    assert client.client_secret not in answer

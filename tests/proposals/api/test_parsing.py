"""Bodies: whatever is sent, the answer is a problem document and never a fault of ours."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import RequestFactory

from config.wsgi import application
from proposals.api.parsing import BODY_LIMIT
from proposals.models import Article, Proposal
from tests.proposals.api.conftest import Caller
from tests.proposals.api.test_query_counts import World, world
from tests.proposals.api.test_urls import WALK, address, body_of

__all__ = ["world"]
DEEP = 40_000
# Every address that takes a body, with what no body may be and how it is refused.
WRITES = [row for row in WALK if row[1] in {"POST", "PATCH"} and row[0] != "nowhere"]
HOSTILE = {
    "ten megabytes": (b'{"why": "' + b"x" * 10_000_000 + b'"}', 413),
    "deep": (b'{"why":' * 20_000 + b"1" + b"}" * 20_000, 400),
    "NUL": (rb'{"why": "a\u0000b"}', 400),
    "half of a pair": (rb'{"why": "\ud800"}', 400),
    "not UTF-8": (b'{"why": "\xff"}', 400),
    "endless digits": (b'{"why": ' + b"9" * 5000 + b"}", 400),
    "no number": (b'{"why": -Infinity}', 400),
}


@pytest.fixture
def moves(proposal: Proposal) -> str:
    return f"proposals/{proposal.reference}/moves/"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b'{"move": NaN}',
        b'{"move": Infinity}',
        b'{"move": "discuss"} trailing',
        b'{"move": "\xff\xfe"}',
        b'{"move": "dis\x00cuss"}',
        b'{"move": ' + b"9" * 5000 + b"}",
        '{"move": "discuss"}'.encode("utf-16"),
        b"[" * DEEP + b"]" * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    ],
    ids=lambda body: repr(body[:24]),
)
def test_what_is_no_json_is_refused(api: Caller, moves: str, body: bytes) -> None:
    answer = api("POST", moves, data=body, headers={"If-Match": "*"})

    expected = (422, "invalid") if body == b"" else (400, "parse_error")
    assert (answer.status_code, answer.json()["code"]) == expected


@pytest.mark.parametrize(
    "body",
    [
        r'{"move": "discuss", "reason": "a\u0000b"}',
        r'{"move": "discuss", "reason": "\ud800"}',
        r'{"move": "discuss", "reason": "\udc00\ud800"}',
        r'{"move": "discuss", "\ud800": 1}',
        r'{"move": "discuss", "a\u0000b": 1}',
        r'{"move": ["discuss", {"deep": ["\udfff"]}]}',
    ],
)
def test_text_that_no_record_can_hold_is_refused(api: Caller, moves: str, body: str) -> None:
    answer = api("POST", moves, data=body, headers={"If-Match": "*"})

    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_a_whole_surrogate_pair_is_a_character(api: Caller, proposal: Proposal, moves: str) -> None:
    body = r'{"move": "discuss", "reason": "Agreed \ud83d\ude42"}'

    answer = api("POST", moves, data=body, headers={"If-Match": "*"})

    assert answer.status_code == 200
    assert answer.json()["status_reason"] == "Agreed 🙂"


@pytest.mark.parametrize(
    "body",
    [
        [],
        "discuss",
        5,
        None,
        True,
        {"move": 10**300},
        {"move": None},
        {"move": ["discuss"]},
        {"move": {"discuss": 1}},
        {"move": "discuss", "reason": 5},
        {"move": "discuss", "reason": None},
        {"move": "discuss", "reason": "x" * 4001},
        {"move": "discuss", "successor": "IQ-IR-1999-0001"},
        {"move": "supersede", "successor": ["IQ"]},
    ],
    ids=lambda body: str(body)[:40],
)
def test_json_of_another_shape_is_refused(api: Caller, moves: str, body: Any) -> None:
    answer = api.post(moves, body, If_Match="*")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["errors"][0]["detail"]


def test_each_unknown_field_is_named_by_its_place(api: Caller, moves: str) -> None:
    answer = api.post(moves, {"move": "discuss", "raeson": "x", "a/b~c": 1}, If_Match="*")

    pointers = [error["pointer"] for error in answer.json()["errors"]]
    assert pointers == ["/raeson", "/a~1b~0c"]


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "text/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/merge-patch+json",
        "application/" + "x" * 300,
        "nonsense",
        "",
    ],
)
def test_another_content_type_is_refused(api: Caller, moves: str, content_type: str) -> None:
    answer = api("POST", moves, data='{"move": "discuss"}', content_type=content_type)

    assert answer.status_code in {415, 428}
    answer = api(
        "POST",
        moves,
        data='{"move": "discuss"}',
        content_type=content_type,
        headers={"If-Match": "*"},
    )
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("charset", ["utf-16", "rot13", "zlib", "nonsense", "latin-1"])
def test_json_is_utf_8_whatever_charset_is_claimed(api: Caller, moves: str, charset: str) -> None:
    answer = api(
        "POST",
        moves,
        data='{"move": "discuss", "reason": "لجنة"}'.encode(),
        content_type=f"application/json; charset={charset}",
        headers={"If-Match": "*"},
    )

    assert answer.json()["status_reason"] == "لجنة"
    listed = api("GET", "proposals/?q=%D9%84", content_type=f"text/plain; charset={charset}")
    assert listed.status_code == 200


@pytest.mark.parametrize("charset", ["rot13", "zlib", "hex", "utf-16", "nonsense"])
def test_an_address_is_read_whatever_charset_a_body_claims(db: None, charset: str) -> None:
    environ = RequestFactory().generic("GET", "/api/v1/me/", "{}").environ
    environ |= {"QUERY_STRING": "q=1", "CONTENT_TYPE": f"application/json; charset={charset}"}
    statuses: list[str] = []

    def start(status: str, *_rest: Any) -> Callable[[bytes], None]:
        statuses.append(status)
        return lambda _body: None

    application(environ, start)

    assert statuses == ["401 Unauthorized"]


def test_a_body_in_chunks_is_refused_rather_than_taken_for_empty(api: Caller) -> None:
    answer = api("POST", "articles/", headers={"Transfer-Encoding": "chunked"})

    assert (answer.status_code, answer.json()["code"]) == (411, "length_required")


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(api: Caller, moves: str) -> None:
    body = json.dumps({"move": "discuss", "reason": "x" * BODY_LIMIT})

    answer = api("POST", moves, data=body, headers={"If-Match": "*"})

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert answer.json()["limit"] == BODY_LIMIT


def test_an_article_of_ten_megabytes_is_refused(api: Caller) -> None:
    answer = api.post("articles/", {"text": "x" * 10_000_000})

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert answer.json()["limit"] == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert not Article.objects.exists()


def test_nobodys_body_is_read_before_it_is_known_who_sent_it(nobody: Caller, moves: str) -> None:
    answer = nobody("POST", moves, data=b"[" * DEEP, headers={"Authorization": "Bearer x"})

    assert answer.status_code == 401


@pytest.mark.parametrize(("name", "method"), WRITES, ids=map("-".join, WRITES))
def test_no_address_takes_a_hostile_body(
    api: Caller, world: World, quote: Callable[..., Article], name: str, method: str
) -> None:
    record = world.grow(quote)
    where = address(name, record)
    for sort, (body, expected) in HOSTILE.items():
        answer = api(method, where, data=body, headers={"If-Match": "*"})
        assert answer.status_code == expected, sort
        assert answer.headers["Content-Type"] == "application/problem+json", sort
        assert answer.json()["status"] == expected, sort
    answer = api(method, where, data="a=1", content_type="application/x-www-form-urlencoded",
                 headers={"If-Match": "*"})  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(("name", "method"), WRITES, ids=map("-".join, WRITES))
@pytest.mark.parametrize("number", [10**400, -(10**400), 2**63, -1, 1e308, 0.5], ids=str)
def test_no_field_takes_a_number_out_of_range(
    api: Caller,
    world: World,
    quote: Callable[..., Article],
    name: str,
    method: str,
    number: float,
) -> None:
    record = world.grow(quote)
    body = body_of(name, method, record) or {}
    for field in body:
        answer = api(
            method, address(name, record), body={**body, field: number}, headers={"If-Match": "*"}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), field

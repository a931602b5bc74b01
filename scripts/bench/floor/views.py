"""The same questions behind the same token check, each answered by one statement that builds JSON.

A request that carries ``X-Count-Queries`` is told how many queries its answer took.
"""
# ruff: noqa: S608  # the statements are put together from what stands here

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import get_language, gettext

from config.urls import urlpatterns as site
from proposals.api import history
from proposals.api.authentication import TokenAuthentication
from proposals.querysets import STAFF_ONLY
from proposals.status import Status
from proposals.vocabulary import Act, Kind, Precision, Stance, Visibility, Voice

LISTS = {
    "kind": Kind,
    "act": Act,
    "status": Status,
    "precision": Precision,
    "stance": Stance,
    "visibility": Visibility,
    "voice": Voice,
}
NAME = "coalesce(nullif({0}.name_ar, ''), nullif({0}.name_en, ''), {0}.name_fa)"
PARTY = f"json_build_object('code', party.code, 'name', {NAME.format('party')})"
MEETING = """CASE WHEN {0}.id IS NOT NULL THEN json_build_object('id', {0}.id, 'name', format(
    %(words)s::jsonb ->> 'meeting', {1}, {0}.ordinal), 'starts_on', {0}.starts_on) END"""
SHORT = f"""
    'reference', p.reference, 'url', %(site)s || 'proposals/' || p.reference || '/',
    'version', p.version, 'title', coalesce(nullif(p.title_ar, ''), p.title_en),
    'titles', json_build_object('ar', p.title_ar, 'fa', p.title_fa, 'en', p.title_en),
    'original_language', nullif(p.original_language, ''), 'kind', p.kind,
    'kind_label', %(words)s::jsonb -> 'kind' ->> p.kind, 'act', p.act,
    'act_label', %(words)s::jsonb -> 'act' ->> p.act, 'status', p.status,
    'status_label', %(words)s::jsonb -> 'status' ->> p.status, 'status_since', p.status_since,
    'status_reason', p.status_reason, 'proposed_on', p.proposed_on, 'due_on', p.due_on,
    'due_wording', p.due_wording, 'due_precision', nullif(p.due_precision, ''),
    'due_precision_label', %(words)s::jsonb -> 'precision' ->> p.due_precision,
    'is_overdue', coalesce(p.due_on < current_date, false) AND p.status IN
        ('proposed', 'under_discussion', 'agreed', 'in_progress'), 'review_on', p.review_on,
    'committee', json_build_object('id', c.id, 'name', {NAME.format("c")}),
    'meeting', {MEETING.format("m", NAME.format("n"))},
    'owner', CASE WHEN u.id IS NOT NULL THEN
        json_build_object('id', u.id, 'name', u.first_name || ' ' || u.last_name) END,
    'desk', CASE WHEN d.id IS NOT NULL THEN
        json_build_object('id', d.id, 'name', {NAME.format("d")}) END,
    'visibility', p.visibility,
    'visibility_label', %(words)s::jsonb -> 'visibility' ->> p.visibility,
    'parent', (SELECT q.reference FROM proposals_proposal q WHERE q.id = p.parent_id
        AND q.committee_id = ANY(%(committees)s) AND q.visibility = ANY(%(visibilities)s)),
    'successor', (SELECT q.reference FROM proposals_proposal q WHERE q.id = p.successor_id
        AND q.committee_id = ANY(%(committees)s) AND q.visibility = ANY(%(visibilities)s)),
    'positions', (SELECT json_agg(json_build_object('id', o.id, 'party', {PARTY},
        'is_proposer', o.is_proposer, 'is_addressee', o.is_addressee, 'stance', o.stance,
        'stance_label', %(words)s::jsonb -> 'stance' ->> o.stance,
        'responsible_body', o.responsible_body, 'statement', o.statement_id)
        ORDER BY o.is_proposer DESC, party.code)
        FROM proposals_position o JOIN proposals_party party ON party.id = o.party_id
        WHERE o.proposal_id = p.id),
    'created_at', p.created_at, 'updated_at', p.updated_at
"""
KNOWN = "h.subject <> ALL(%(staff_only)s)"
REFERRED = """CASE coalesce(field.say ->> 'names', '')
    WHEN 'party' THEN to_json((SELECT q.code FROM proposals_party q WHERE q.id = {0}))
    WHEN 'proposal' THEN to_json((SELECT q.reference FROM proposals_proposal q WHERE q.id = {0}
        AND q.committee_id = ANY(%(committees)s) AND q.visibility = ANY(%(visibilities)s)))
    WHEN 'committee' THEN to_json((SELECT q.id FROM proposals_committee q WHERE q.id = {0}
        AND q.id = ANY(%(committees)s)))
    WHEN 'meeting' THEN to_json((SELECT q.id FROM proposals_meeting q WHERE q.id = {0}
        AND q.committee_id = ANY(%(committees)s)))
    WHEN 'article' THEN to_json((SELECT a.id FROM proposals_article a WHERE a.id = {0}
        AND EXISTS (SELECT FROM proposals_evidence e JOIN proposals_proposal q
        ON q.id = e.proposal_id WHERE e.article_id = a.id AND q.committee_id = ANY(%(committees)s)
        AND q.visibility = ANY(%(visibilities)s))))
    ELSE {1}::json END"""
BEFORE = REFERRED.format("(f.value ->> 0)::bigint", "(f.value -> 0)")
AFTER = REFERRED.format("(f.value ->> 1)::bigint", "(f.value -> 1)")
ENTRY = """
    'id', h.id, 'at', h.at, 'actor', split_part(h.actor, ':', 1),
    'actor_label', t.say -> 'actor' ->> split_part(h.actor, ':', 1), 'who', h.actor_name,
    'record', h.subject, 'record_label', t.say -> 'subject' ->> h.subject,
    'record_id', h.subject_id, 'operation', h.operation,
    'operation_label', t.say -> 'operation' ->> h.operation, 'why', h.why,
    'changes', told.changes
"""
TOLD = f"""LATERAL (SELECT json_agg(json_build_object('field', field.say ->> 'name',
        'field_label', field.say ->> 'label',
        'before', {BEFORE}, 'before_label', field.say -> 'words' ->> (f.value ->> 0),
        'after', {AFTER}, 'after_label', field.say -> 'words' ->> (f.value ->> 1))
        ORDER BY (field.say ->> 'place')::int) AS changes
        FROM jsonb_each(h.fields) f,
        LATERAL (SELECT t.say -> 'fields' -> h.subject -> f.key AS say) field
        WHERE field.say IS NOT NULL
        AND (coalesce(f.value ->> 0, '') <> '' OR coalesce(f.value ->> 1, '') <> '')) told
"""
WHOLE = f"""
    'parts', (SELECT coalesce(json_agg(q.reference ORDER BY q.id), '[]') FROM proposals_proposal q
        WHERE q.parent_id = p.id AND q.committee_id = ANY(%(committees)s)
        AND q.visibility = ANY(%(visibilities)s)),
    'evidence', (SELECT json_agg(json_build_object('id', e.id, 'quote', e.exact,
        'prefix', e.prefix, 'suffix', e.suffix, 'start', e.start, 'end', e."end",
        'article', json_build_object('id', a.id, 'url', %(site)s || 'articles/' || a.id || '/',
            'title', a.title, 'address', a.address, 'outlet', json_build_object('id', l.id,
            'name', {NAME.format("l")}), 'language', a.language, 'published_at', a.published_at),
        'meeting', null, 'voice', e.voice,
        'voice_label', %(words)s::jsonb -> 'voice' ->> e.voice, 'speaker', {PARTY},
        'dated_on', e.dated_on, 'is_automatic', e.is_automatic,
        'is_confirmed', e.confirmed_at IS NOT NULL, 'confirmed_at', e.confirmed_at)
        ORDER BY e.dated_on, e.id)
        FROM proposals_evidence e JOIN proposals_article a ON a.id = e.article_id
        LEFT JOIN proposals_outlet l ON l.id = a.outlet_id
        LEFT JOIN proposals_party party ON party.id = e.speaker_id WHERE e.proposal_id = p.id),
    'milestones', (SELECT coalesce(json_agg(json_build_object('id', s.id, 'title', s.title,
        'due_on', s.due_on, 'done_on', s.done_on)), '[]')
        FROM proposals_milestone s WHERE s.proposal_id = p.id),
    'history', (SELECT json_agg(json_build_object({ENTRY}) ORDER BY h.id DESC)
        FROM (SELECT %(telling)s::jsonb AS say OFFSET 0) t, (SELECT * FROM proposals_change h
        WHERE h.proposal_id = p.id AND {KNOWN} ORDER BY h.id DESC LIMIT 50) h, {TOLD}
        WHERE told.changes IS NOT NULL)
"""
ROWS = """
    proposals_proposal p JOIN proposals_committee c ON c.id = p.committee_id
    LEFT JOIN proposals_meeting m ON m.id = p.meeting_id
    LEFT JOIN proposals_committee n ON n.id = m.committee_id
    LEFT JOIN proposals_user u ON u.id = p.owner_id LEFT JOIN proposals_desk d ON d.id = p.desk_id
"""
SEEN = "p.committee_id = ANY(%(committees)s) AND p.visibility = ANY(%(visibilities)s)"
LIST = f"""SELECT json_build_object('next', %(next)s, 'results', json_agg(json_build_object({SHORT})
    ORDER BY {{order}})) FROM (SELECT p.* FROM proposals_proposal p {{more}} WHERE {SEEN} AND
    {{where}} ORDER BY {{order}} LIMIT 51) p JOIN {ROWS.replace("proposals_proposal p JOIN", "")}"""
NEWEST = "p.proposed_on DESC, p.id DESC"
DEEP = "(p.proposed_on, p.id) < (%(day)s::date, %(number)s::bigint)"
FOUND = "t.text LIKE '%%' || proposals_fold(%(q)s) || '%%'"
WORDS = "JOIN proposals_searchtext t ON t.proposal_id = p.id"
OPEN_FILTER = "p.status IN ('proposed', 'under_discussion') AND p.due_on >= '2026-01-01'"
STATEMENTS = {
    "list": LIST.format(order=NEWEST, more="", where="true"),
    "filtered": LIST.format(order="p.due_on, p.id", more="", where=OPEN_FILTER),
    "deep": LIST.format(order=NEWEST, more="", where=DEEP),
    "search": LIST.format(order=NEWEST, more=WORDS, where=FOUND),
    "detail": f"SELECT json_build_object({SHORT}, {WHOLE}) FROM {ROWS} WHERE {SEEN} AND"
    " p.reference = %(reference)s",
    "changes": f"""SELECT json_build_object('next', %(next)s, 'has_more', true, 'read_anew', false,
    'results', json_agg(json_build_object({ENTRY}, 'proposal', h.reference)
    ORDER BY h.transaction, h.id)) FROM (SELECT %(telling)s::jsonb AS say OFFSET 0) t,
    (SELECT h.*, p.reference FROM proposals_change h JOIN proposals_proposal p
    ON p.id = h.proposal_id WHERE {SEEN} AND (h.transaction, h.id) > (%(transaction)s::bigint,
    %(change)s::bigint) AND h.transaction < proposals_oldest_running() AND {KNOWN}
    ORDER BY h.transaction, h.id LIMIT 50) h, {TOLD} WHERE told.changes IS NOT NULL""",
}


@cache
def words(_language: str) -> str:
    """Give the words for the machine's values in the reader's language."""
    found: dict[str, Any] = {
        name: {value: str(label) for value, label in choices.choices}
        for name, choices in LISTS.items()
    }
    template = gettext("%(committee)s, meeting %(number)d")
    found["meeting"] = template % {"committee": "%1$s", "number": 0}
    found["meeting"] = found["meeting"].replace("0", "%2$s")
    return json.dumps(found)


@cache
def telling(_language: str) -> str:
    """Give the words in which the history is told."""
    fields: dict[str, dict[str, Any]] = {}
    for subject, columns in history.COLUMNS.items():
        fields[subject] = {
            column: {
                "place": place,
                "name": history.RENAMED.get(field.name, field.name),
                "label": str(field.verbose_name),
                "words": {str(value): str(label) for value, label in field.flatchoices},
                "names": field.related_model.__name__.lower() if field.related_model else None,
            }
            for place, (column, field) in enumerate(columns.items())
        }
    lists = {
        "actor": history.ACTORS,
        "subject": history.SUBJECTS,
        "operation": history.OPERATIONS,
    }
    said = {name: {key: str(label) for key, label in one.items()} for name, one in lists.items()}
    return json.dumps({**said, "fields": fields})


def bare(request: HttpRequest, name: str) -> HttpResponse:
    """Answer a question with one statement."""
    known = TokenAuthentication().authenticate(request)  # type: ignore[arg-type]  # as good
    if known is None:
        return HttpResponse(status=401)
    given = {
        **dict.fromkeys(("day", "number", "q", "reference", "transaction", "change", "next")),
        **request.GET.dict(),
        "committees": list(known[0].committees or ()),
        "visibilities": list(known[0].visibilities),
        "site": request.build_absolute_uri("/api/v1/"),
        "words": words(get_language() or "en"),
        "telling": telling(get_language() or "en"),
        "staff_only": list(STAFF_ONLY),
    }
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({STATEMENTS[name]})::text", given)
        (text,) = cursor.fetchone()
    return HttpResponse(text or "{}", content_type="application/json")


def count_queries(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Say how many queries an answer took, if that is asked."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "X-Count-Queries" not in request.headers:
            return get_response(request)
        queries = 0

        def counted(execute: Any, *rest: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*rest)

        with connection.execute_wrapper(counted):
            response = get_response(request)
        response["X-Queries"] = str(queries)
        return response

    return middleware


urlpatterns = [path("floor/<slug:name>/", bare), *site]

"""The kinds of problem that the partner interface answers with, each with its own address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True)
class ProblemType:
    """One kind of problem: its code and status never change, its words are the reader's.

    ``title`` says what went wrong, ``advice`` what the caller can do about it.
    """

    code: str
    status: int
    title: Promise
    advice: Promise


TYPES = (
    ProblemType(
        "parse_error",
        400,
        _("The body isn't JSON."),
        _(
            "Send one JSON object, encoded in UTF-8, without NUL characters, without halves of"
            " surrogate pairs, and nested no deeper than what the schema shows."
        ),
    ),
    ProblemType(
        "invalid_query",
        400,
        _("A parameter of the address can't be right."),
        _(
            "Each entry under “errors” names a parameter and what is wrong with it. A parameter"
            " that isn't known is refused rather than ignored, so that a typing error never widens"
            " what you get."
        ),
    ),
    ProblemType(
        "invalid_header",
        400,
        _("A header of the request can't be right."),
        _(
            "Write If-Match as you read the ETag, with its quotation marks, and Idempotency-Key in"
            " printable ASCII."
        ),
    ),
    ProblemType(
        "not_authenticated",
        401,
        _("A token is needed."),
        _(
            "Get a token from /oauth/token/ with your client's identifier and secret, and send it"
            " in the header “Authorization: Bearer …”. It isn't accepted in the address."
        ),
    ),
    ProblemType(
        "invalid_token",
        401,
        _("The token isn't valid."),
        _(
            "Tokens end after an hour, and at once when a client is switched off. Get a new one;"
            " if that is refused as well, ask the administrator of this installation."
        ),
    ),
    ProblemType(
        "insufficient_scope",
        403,
        _("The token lacks a scope."),
        _(
            "“scope” names what is needed. Ask for it when you get a token; if it isn't granted to"
            " your client, ask the administrator of this installation."
        ),
    ),
    ProblemType(
        "https_required",
        403,
        _("This is served over https alone."),
        _(
            "The request came unencrypted, and its token with it: revoke that token, and call the"
            " https address. Nothing is redirected, so that the mistake is noticed."
        ),
    ),
    ProblemType(
        "not_allowed",
        403,
        _("This isn't yours to do."),
        _(
            "Some moves are kept for a head of desk, and a proposal is changed by those who look"
            " after it. Ask the desk named in the proposal."
        ),
    ),
    ProblemType(
        "not_found",
        404,
        _("There is nothing here."),
        _(
            "Either there is no such record, or it isn't granted to your client; the answer is"
            " the same. Every address of this interface ends in a slash."
        ),
    ),
    ProblemType(
        "method_not_allowed",
        405,
        _("This address doesn't take this method."),
        _("The header “Allow” lists the methods that it takes."),
    ),
    ProblemType(
        "not_acceptable",
        406,
        _("No such format is served here."),
        _("Answers are JSON: send “Accept: application/json”, or leave the header out."),
    ),
    ProblemType(
        "refused",
        409,
        _("The record doesn't take this now."),
        _("Read the record again; “detail” says what stands in the way."),
    ),
    ProblemType(
        "move_refused",
        409,
        _("This move isn't possible now."),
        _(
            "“missing” names what the move still lacks: “status” means that it doesn't lead on"
            " from where the proposal stands, “positions” that a party hasn't agreed, “proof” that"
            " no confirmed evidence is there, “reason” and “successor” that the request must give"
            " them. The proposal's “moves” list what is possible."
        ),
    ),
    ProblemType(
        "already_kept",
        409,
        _("This article is already here."),
        _(
            "Nothing was changed. “article” is the address of the one that is kept, where it is"
            " yours to see."
        ),
    ),
    ProblemType(
        "key_in_use",
        409,
        _("The first request under this key is still running."),
        _("Wait as long as “Retry-After” says and send the request again, with the same key."),
    ),
    ProblemType(
        "cursor_gone",
        410,
        _("This cursor is of an earlier state of the record."),
        _(
            "The record was restored from a backup, and what you read after it may be undone. Ask"
            " for the changes after “now”, read everything anew, and go on from there."
        ),
    ),
    ProblemType(
        "length_required",
        411,
        _("The length of the body is missing."),
        _("Send the body whole, with its Content-Length, rather than in chunks."),
    ),
    ProblemType(
        "changed_meanwhile",
        412,
        _("The record has changed since you read it."),
        _(
            "“changes” lists what happened since, as far as you may see it. Read the record again,"
            " decide anew, and send the new ETag in If-Match."
        ),
    ),
    ProblemType(
        "body_too_large",
        413,
        _("The body is too large."),
        _("“limit” is the most that this address takes, in bytes. Send text as UTF-8."),
    ),
    ProblemType(
        "unsupported_media_type",
        415,
        _("The body is of a type that isn't taken here."),
        _("Send “Content-Type: application/json”."),
    ),
    ProblemType(
        "invalid",
        422,
        _("Something in the body can't be right."),
        _(
            "Each entry under “errors” points to a place in the body (a JSON Pointer, RFC 6901)"
            " and says what is wrong there. A field that isn't known is refused rather than"
            " ignored."
        ),
    ),
    ProblemType(
        "key_reused",
        422,
        _("This key belongs to another request."),
        _(
            "An Idempotency-Key stands for one request and its body for a day. Make a new key,"
            " such as a random UUID, for each thing that is to be done."
        ),
    ),
    ProblemType(
        "empty",
        422,
        _("The article is empty."),
        _("Give the address of an article, its text, or its HTML."),
    ),
    ProblemType(
        "too_large",
        422,
        _("The article is too large."),
        _("Send the article alone, without pictures or attachments in it."),
    ),
    ProblemType(
        "not_text",
        422,
        _("The article isn't text."),
        _("Send plain text or a web page; take the text out of other files first."),
    ),
    ProblemType(
        "bad_address",
        422,
        _("The address isn't one of the web."),
        _("Give a public address that starts with http:// or https://, without a password in it."),
    ),
    ProblemType(
        "precondition_required",
        428,
        _("Say which version you read."),
        _(
            "Send the ETag that you read in the header If-Match, so that nobody's change is"
            " overwritten unseen."
        ),
    ),
    ProblemType(
        "too_many",
        429,
        _("Your system calls too often."),
        _(
            "Wait as long as “Retry-After” says. “RateLimit” tells with every answer how many calls"
            " are left; follow the changes with “wait” rather than ask again and again."
        ),
    ),
)
BY_CODE = {kind.code: kind for kind in TYPES}

"""What a service answers when it will not do what it was asked."""

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy

from proposals import errors
from proposals.models import Article


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.RefusedError("No."), "refused"),
        (errors.InvalidInputError("No."), "invalid"),
        (errors.NotAllowedError("No."), "not_allowed"),
        (errors.MoveRefusedError("No."), "move_refused"),
        (errors.ChangedMeanwhileError([]), "changed_meanwhile"),
        (errors.AlreadyKeptError(Article(title="A meeting")), "already_kept"),
        (errors.RefusedError("No.", code="special"), "special"),
    ],
)
def test_a_refusal_has_a_word_for_machines_and_one_for_people(
    error: errors.RefusedError, code: str
) -> None:
    assert error.code == code
    assert error.messages
    assert str(error) == " ".join(error.messages)


def test_a_special_code_stays_with_its_refusal() -> None:
    errors.RefusedError("No.", code="special")

    assert errors.RefusedError("No.").code == "refused"


def test_a_refusal_without_words_at_least_says_its_code() -> None:
    assert str(errors.RefusedError()) == "refused"


def test_words_are_fixed_in_the_language_of_who_was_refused() -> None:
    lazy = gettext_lazy("Enter a valid URL.")  # one of Django's own, translated everywhere
    with translation.override("ar"):
        error = errors.InvalidInputError(lazy, fields={"address": [lazy]})

    assert not error.messages[0].isascii()
    assert error.fields["address"] == error.messages


def test_a_models_errors_become_ours_field_by_field() -> None:
    theirs = ValidationError(
        {"title": ["Too long.", "Too loud."], NON_FIELD_ERRORS: ["Not together."]}
    )
    ours = errors.InvalidInputError.of(theirs)

    assert ours.fields == {"title": ["Too long.", "Too loud."], "": ["Not together."]}
    assert sorted(ours.messages) == ["Not together.", "Too long.", "Too loud."]


def test_an_error_of_no_field_is_one_of_the_whole() -> None:
    assert errors.InvalidInputError.of(ValidationError("No.")).fields == {"": ["No."]}


def test_a_refused_move_names_what_is_missing() -> None:
    error = errors.MoveRefusedError("It needs a reason.", missing=("reason",))

    assert error.missing == ["reason"]


def test_the_article_that_is_there_is_named() -> None:
    article = Article(title="The second meeting")
    error = errors.AlreadyKeptError(article)

    assert error.article is article
    assert "The second meeting" in str(error)

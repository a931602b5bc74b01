"""What a service answers when it will not do what it was asked: always why, never half done."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Self

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from proposals.models import Article, Change

type Text = str | Promise


class RefusedError(Exception):
    """A request that the record does not take; ``messages`` says why, for the reader.

    ``code`` is the machine's word for it and never changes; ``fields`` names the fields at fault.
    """

    code = "refused"

    def __init__(
        self,
        *messages: Text,
        code: str | None = None,
        fields: Mapping[str, Sequence[Text]] | None = None,
    ) -> None:
        self.messages = [str(message) for message in messages]
        self.code = code or self.code
        self.fields = {
            name: [str(text) for text in texts] for name, texts in (fields or {}).items()
        }
        super().__init__(" ".join(self.messages) or self.code)


class InvalidInputError(RefusedError):
    """Something that was entered can't be right."""

    code = "invalid"

    @classmethod
    def of(cls, error: ValidationError) -> Self:
        """Give a model's validation error as one of ours."""
        texts = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        fields = {
            ("" if name == NON_FIELD_ERRORS else name): found for name, found in texts.items()
        }
        return cls(*error.messages, fields=fields)


class NotAllowedError(RefusedError):
    """The actor may not do this."""

    code = "not_allowed"


class MoveRefusedError(RefusedError):
    """A move of status that isn't allowed now; ``missing`` names the needs that aren't met."""

    code = "move_refused"

    def __init__(self, *messages: Text, missing: Sequence[str] = ()) -> None:
        self.missing = list(missing)
        super().__init__(*messages)


class ChangedMeanwhileError(RefusedError):
    """Somebody else changed the record since the actor read it; ``changes`` shows what."""

    code = "changed_meanwhile"

    def __init__(self, changes: Sequence["Change"]) -> None:
        self.changes = list(changes)
        super().__init__(_("Somebody changed this while you were working on it."))


class AlreadyKeptError(RefusedError):
    """The same article is already there."""

    code = "already_kept"

    def __init__(self, article: "Article") -> None:
        self.article = article
        super().__init__(_("This article is already kept: %(title)s") % {"title": article})

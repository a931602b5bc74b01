"""Answering a reminder from its message: one page, one button; opening it changes nothing."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from proposals.admin.forms import DayField
from proposals.errors import RefusedError
from proposals.rights import Actor
from tracker import answers
from tracker.messages import read_by
from tracker.models import Answer
from tracker.pages.opening import no_longer, page


class UntilForm(forms.Form):
    """The day that an answer names."""

    until = DayField()

    def __init__(self, *args: Any, act: Answer.Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            Answer.Act.SEEN: _("The next step comes by"),
            Answer.Act.LATER: _("Remind me again after"),
        }
        self.fields["until"].label = labels[act]


@never_cache
@csrf_exempt  # the signed address itself says who asks; no cookie does
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link would say; say it once its button is pressed."""
    asked = answers.question(token)
    if asked is None:
        return no_longer(request)
    with read_by(asked.person):
        posted = request.POST if request.method == "POST" else None
        form = UntilForm(posted, act=asked.act, initial={"until": asked.offered(at=timezone.now())})
        context = {"asked": asked, "form": form, "proposal": asked.proposal}
        if form.is_valid() and _is_given(asked, form):
            return page(request, "answered", context)
        return page(request, "answer", context, status=400 if form.errors else 200)


def _is_given(asked: answers.Question, form: UntilForm) -> bool:
    try:
        answers.give(
            person=asked.person,
            proposal=asked.proposal,
            act=asked.act,
            until=form.cleaned_data["until"],
            by=Actor.of_user(asked.person),
            at=timezone.now(),
        )
    except RefusedError as refused:
        form.add_error("until", refused.messages)
        return False
    return True

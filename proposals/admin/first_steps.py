"""What an administrator sets up first: each step with whether it is done and the form for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proposals.admin.waiting import listing
from proposals.models import Article, Committee, Desk, Party, User
from proposals.rights import Actor, may

# The part of a form's address that asks to come back to the first page when it is saved.
THEN, TODAY = "then", "today"
# Two sides, before anything can be proposed; one more person than who set it up.
SIDES = PEOPLE = 2


@dataclass(frozen=True)
class Step:
    """One thing to set up: what it is for, where it is done, and whether it is."""

    label: str | Promise
    why: str | Promise
    address: str
    is_done: bool = False

    @classmethod
    def of(cls, model: str, label: str | Promise, why: str | Promise, *, is_done: bool) -> Self:
        """Give the step that a form takes; what is there already is to be looked at first."""
        form = f"{reverse(f'admin:proposals_{model}_add')}?{THEN}={TODAY}"
        there = reverse(f"admin:proposals_{model}_changelist")
        return cls(label, why, there if is_done else form, is_done)


def first_steps(actor: Actor) -> list[Step]:
    """Give the steps to a first proposal, as far as this actor may take them."""
    return list(_steps(actor))


def _steps(actor: Actor) -> Iterator[Step]:
    if may(actor, "add", "party"):
        yield Step.of(
            "party",
            _("The parties"),
            _("The states and organisations that propose to each other."),
            is_done=Party.objects.count() >= SIDES,
        )
    if may(actor, "add", "desk"):
        yield Step.of(
            "desk",
            _("A desk"),
            _("The unit of the ministry that looks after a committee and its proposals."),
            is_done=Desk.objects.exists(),
        )
    if may(actor, "add", "committee"):
        yield Step.of(
            "committee",
            _("Set up a committee of two countries"),
            _("The standing body in which they meet; its parties are members."),
            is_done=Committee.objects.exists(),
        )
    if may(actor, "add", "user"):
        yield Step.of(
            "user",
            _("Invite the people of your desk"),
            _("Officers keep the record; readers only see it."),
            is_done=User.objects.filter(is_active=True).count() >= PEOPLE,
        )
    if may(actor, "add", "article"):
        yield from _with_articles()


def _with_articles() -> Iterator[Step]:
    has_article = Article.objects.exists()
    yield Step(
        _("Add a first article"),
        _("Its address, its text or a file; what it proposes is found in it."),
        reverse("admin:proposals_article_add"),
        has_article,
    )
    if has_article:
        yield Step(
            _("Accept a first finding"),
            _("Then it is a proposal of the record, and these steps are done."),
            listing("article", review="open"),
        )

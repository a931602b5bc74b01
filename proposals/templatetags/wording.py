"""The wording of texts, for templates."""

from django import template

from proposals.wording import quoted

register = template.Library()
register.filter("quoted", quoted)

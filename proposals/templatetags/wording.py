"""The wording of texts, for templates."""

from django import template

from proposals.days import day_in_words, numerals, shown_day, shown_moment
from proposals.wording import quoted

register = template.Library()
register.filter("quoted", quoted)
# Every day on every page goes through one of these.
register.filter("day", shown_day)
register.filter("moment", shown_moment)
register.filter("day_in_words", day_in_words)
register.filter("numerals", numerals)

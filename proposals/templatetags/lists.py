"""What stands below a list: its pages and how many rows it has, in the reader's numerals."""

from typing import Any

from django import template
from django.contrib.admin.views.main import PAGE_VAR
from django.utils.html import format_html
from django.utils.safestring import SafeString

from proposals.days import numerals

register = template.Library()


@register.simple_tag
def page_link(changelist: Any, page: int | str) -> SafeString:
    """Give the link to a page of a list; of the one that is shown, its number."""
    if page == changelist.paginator.ELLIPSIS:
        return format_html("{}", page)
    words = (
        '<a href="{}" aria-current="page">{}</a>'
        if page == changelist.page_num
        else '<a href="{}">{}</a>'
    )
    return format_html(words, changelist.get_query_string({PAGE_VAR: page}), numerals(page))


@register.simple_tag
def rows_counted(changelist: Any) -> str:
    """Say how many rows a list has, with the noun in its form after that number."""
    counted = changelist.model_admin.counted
    return numerals(counted % {"count": changelist.result_count})

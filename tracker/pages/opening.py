"""How such a page is shown: never kept, in its reader's language and time, and what if not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation

from tracker.messages import NAMES


def page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Give a page in the language that is active now; rendered here, while it is."""
    language = translation.get_language() or "en"
    brand = {"brand": NAMES.get(language.split("-")[0], NAMES["en"])}
    answer = TemplateResponse(
        request, f"tracker/pages/{name}.html", {**brand, **context}, status=status
    ).render()
    answer["Content-Language"] = language
    # The address is a key: it goes to nobody else, and no search engine keeps it.
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def no_longer(request: HttpRequest) -> HttpResponse:
    """Say that a link does not hold, or no longer; why is nobody's business."""
    return page(request, "no_longer", {}, status=404)

"""A brief as PDF, set by Typst: shaped Arabic and Persian, tagged for screen readers (PDF/UA-1)."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from proposals.briefs.content import Brief

HERE = Path(__file__).parent


def set_pdf(brief: Brief) -> bytes:
    """Set a brief; the same brief gives the same pages."""
    made: bytes = typst.compile(**_setting(brief), pdf_standards=["ua-1"])
    return made


def set_pictures(brief: Brief, *, per_inch: float) -> list[bytes]:
    """Set a brief as pictures, one PNG a page."""
    made: bytes | list[bytes] = typst.compile(**_setting(brief), format="png", ppi=per_inch)
    return made if isinstance(made, list) else [made]


def _setting(brief: Brief) -> dict[str, Any]:
    return {
        "input": HERE / "brief.typ",
        "root": HERE,
        "font_paths": [HERE / "fonts"],
        "ignore_system_fonts": True,
        "sys_inputs": {"brief": json.dumps(asdict(brief), ensure_ascii=False)},
    }

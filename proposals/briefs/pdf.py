"""A brief as PDF, set by Typst: shaped Arabic and Persian, tagged for screen readers (PDF/UA-1)."""

import json
from dataclasses import asdict
from pathlib import Path

import typst

from proposals.briefs.content import Brief

HERE = Path(__file__).parent


def set_pdf(brief: Brief) -> bytes:
    """Set a brief; the same brief gives the same pages."""
    made: bytes = typst.compile(
        HERE / "brief.typ",
        root=HERE,
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"brief": json.dumps(asdict(brief), ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return made

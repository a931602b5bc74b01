"""The meeting brief: what was proposed before, where it stands, what to speak about; PDF and DOCX.

``content`` gathers it for one reader in one language; ``pdf`` and ``docx`` set it.
"""

from proposals.briefs.content import Brief, brief_for, suggested_agenda
from proposals.briefs.setting import FORMATS, file_name

__all__ = ["FORMATS", "Brief", "brief_for", "file_name", "suggested_agenda"]

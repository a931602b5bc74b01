"""The demo: a year of invented work, told again through the services as if people had done it.

What is told stands in the files of ``tracker/demo``; every day in them is counted from the day of
seeding, so that it always looks alive.
"""

from tracker.seeding.people import Access
from tracker.seeding.story import is_empty, tell

__all__ = ["Access", "is_empty", "tell"]

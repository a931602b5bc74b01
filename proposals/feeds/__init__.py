"""What calendars and feed readers follow: due dates, steps and meetings, and what changed."""

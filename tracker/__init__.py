"""Makes things happen on time: fetching, extraction, matching, reminders, digests, deliveries."""

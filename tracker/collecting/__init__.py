"""Collecting: feeds are polled, politely, and what is new in them becomes articles.

``polling`` is the way in: which feeds are due, and one poll from lease to next time. ``parsing``
reads a feed's bytes, ``sandbox`` does so where a hostile one can harm nobody, ``hosts`` gives each
request its turn at a site and asks the site's robots.txt for leave.
"""

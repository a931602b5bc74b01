"""Telling partners' systems what happened, as Standard Webhooks specifies it.

``owing`` turns the history into notices, one a change and endpoint; ``calling`` hands them over, at
least once and in order for each proposal; ``endpoints`` is how partners and administrators keep
the addresses. A notice is no Delivery: it goes to a system, in no language, says what the history
holds already, and is tried for a day.
"""

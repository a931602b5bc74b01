"""The only code that changes a record, one module a subject.

Each service is one transaction, takes who acts (``by=``) and the clock (``at=``), and leaves an
entry in the history. It refuses with an error of ``proposals.errors`` and never does half.
"""

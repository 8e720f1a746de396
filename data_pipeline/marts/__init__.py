"""One query per table, its grain in the first line.

A query reads staging.… (the rows that stand), marts.… (other marts) and ledger.… (anchors, channel
rules, the calendar). Those that read staging are rebuilt for the months an upload touched.
"""

"""The parts of the gate; `portfolio.export.document.build` is the way in.

::

    visibility   what may be shown, what only counted, what not at all
    countable    counts that may be written
    pen          cleaned, silenced text; left-out ledger
    addresses    which addresses a stranger can open
    periods      dates in words
    counting     totals lines, beside period and source
    evidence     numbers of works and the list of them
    stories      stories as statements
    releases     "Made 7 releases, 3.0 to 3.6, 2019 - 2022"
    roles        roles, the holder's and suggested ones
    projects     entries of projects, experience, work that is not public
    desk         what the parts work with
    heading      name, contact, title, file name
    closing      skills, check box, legend
    resume       the same statements as JSON Resume
"""

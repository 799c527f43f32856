"""Every user action once. The window and the command line call nothing else to change things.

=============  ====================================================================
module         what it does
=============  ====================================================================
folders        find repositories, read them into the record
folder_removal what was read of folders; take one out of the record again
identities     suggestions; confirm, reject, leave undecided
questions      answer what only the holder can say about a source
deeds          hide, show, retitle, mark confidential, note
projects       rename, describe, merge, hide, show
roles          add, change, remove; accept a suggested one
stories        create, change, works, stars, order, ready, delete
unreadable     names repositories that could not be read at all
holder         name and contact data
editions       default, add, change, remove
choosing       reads the store into what the gate chooses from
preview        a document as bytes, nothing saved
export         a document saved to a file
listing        deeds as CSV
history        undo, redo, the steps in words
keeping        backup, restore, doctor, delete everything
sample         a made-up record to look at (its repositories: sample_repositories)
=============  ====================================================================

Each function takes the store (and the clock where time matters) first and plain arguments after
it, makes one transaction with one journal entry when it edits, and returns what changed. They
block: the window runs them on executors.
"""

"""What others sign: keys, letters and badges. Bytes in, verdicts out; it asks nobody anything.

Nothing here opens a socket, reads the store or knows the keyring. What only the network could
settle is named in `Verdict.wants`, and judged again with the answers.
"""

"""Opens what somebody handed over and says what can be believed of it.

No set-up, no store and no network are needed: an interviewer has nothing but the file. What only
the network could settle is named, and judged again with the answers.
"""

"""Two or three networks, or parts of them, beside each other: what stands where, and what differs.

Graphs in, frozen values out: `compared` aligns them, `differences` and `totals` say what that shows.
"""

"""Families of networks on a page each, as plain values: every count traced, what was printed elsewhere beside it."""

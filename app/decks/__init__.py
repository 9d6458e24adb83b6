"""Lectures as data: one YAML file, steps of a view each, with what is lit, said and asked. No HTTP, no drawing.

What a view of a step means, and whether the parts that it names are in the drawing, only `web` can tell: it alone
reads addresses (`web/deck_check.py`).
"""

"""Views of a result: each a function that gives plain numbers and texts, for a screen, a summary or a notebook to draw.

A view computes nothing that a stage has computed already, and never draws.
"""

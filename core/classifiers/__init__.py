"""Classifiers: models that place a customer, compared with counting, and judged by what they could have known."""

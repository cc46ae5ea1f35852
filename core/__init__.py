"""The engine of regulars: from a sales file to named customers."""

"""Models that can be kept: small files that hold data and no code, and what can be asked of them later."""

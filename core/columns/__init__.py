"""Which column plays which role, and how its dates and numbers are written."""

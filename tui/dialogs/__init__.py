"""One dialog a module: each asks one thing and gives the answer back."""

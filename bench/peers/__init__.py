"""What regulars is measured against: the usual ways to the same table, each a program of its own."""

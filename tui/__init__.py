"""The terminal app of regulars: it draws and asks; the engine, in processes of its own, computes."""

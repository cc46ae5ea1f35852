"""The command line of regulars."""

"""The command line of regulars."""

# What is said of a run that somebody stopped, and its exit status; here, where it is known before anything else of it is loaded.
STOPPED = 130
STOPPED_WORDS = (
    "Stopped before the end; nothing half written was left behind.",
    "Run it again whenever you like.",
)

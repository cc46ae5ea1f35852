"""One module a command, loaded when it is asked for; each has `execute(options)`, which gives the exit status."""

"""The version of regulars, in the one place that the package, the command line and the workspace take it from."""

VERSION = "0.1.0"

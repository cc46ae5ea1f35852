"""The terminal app of regulars: it draws and asks; the engine, in processes of its own, computes."""

import sys

if "asyncio" not in sys.modules and "ssl" not in sys.modules:
    # Nothing here speaks to a network. asyncio does without ssl where there is none, and loading it would be a thirtieth of the time
    # to the first frame.
    sys.modules["ssl"] = None  # type: ignore[assignment]
    import asyncio  # noqa: F401

    del sys.modules["ssl"]

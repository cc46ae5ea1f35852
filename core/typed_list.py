"""A list of texts as somebody types it after --set: one place for what a shell and the recipe would otherwise read as something else."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence


def typed_list(key: str, texts: Sequence[str]) -> str:
    """What stands behind `--set` to give a setting these texts, before a shell sees it."""
    plain = not any("," in text or text != text.strip("[ ") for text in texts)
    return f"{key}={','.join(texts) if plain else json.dumps(list(texts), ensure_ascii=False)}"


def cancelled_too(statuses: Sequence[str], more: Sequence[str]) -> str:
    """The flag that has these statuses taken as cancelled, beside those that are already."""
    known = {status.strip().casefold() for status in statuses}
    listed = [*statuses, *(word for word in dict.fromkeys(more) if word.casefold() not in known)]
    typed = typed_list("rules.cancelled_statuses", listed)
    # Words of statuses hold blanks as often as not, so the flag looks the same for all of them.
    return f"--set {shlex.quote(typed)}" if "'" in typed else f"--set '{typed}'"

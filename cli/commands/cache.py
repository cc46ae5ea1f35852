"""`regulars cache`: what is kept between runs, how much room it takes, and how to be rid of it."""

from __future__ import annotations

import argparse
from contextlib import closing

from core.workspace import Workspace

MEGABYTE = 10**6


def execute(options: argparse.Namespace) -> int:
    """Say what the workspace holds, or clear it."""
    with closing(Workspace.default()) as workspace:
        return _tell(workspace, clear=options.clear)


def _tell(workspace: Workspace, *, clear: bool) -> int:
    if clear:
        count, size = workspace.clear()
        print(f"Removed {count:,} files, {size / MEGABYTE:,.1f} MB, from {workspace.folder}")
        return 0
    outputs = workspace.outputs()
    print(f"{workspace.folder}")
    print(
        f"{sum(size for _, size, _ in outputs) / MEGABYTE:,.1f} MB of {workspace.quota_bytes / MEGABYTE:,.0f} MB (REGULARS_CACHE_MB) in {len(outputs):,} files"
    )
    for stage in sorted({path.name.partition("-")[0] for path, _, _ in outputs}):
        sizes = [size for path, size, _ in outputs if path.name.partition("-")[0] == stage]
        print(f"  {stage:<12}{len(sizes):>6,} files {sum(sizes) / MEGABYTE:>10,.1f} MB")
    return 0

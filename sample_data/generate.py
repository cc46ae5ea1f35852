"""Make the sample data: invented sales in the shape, and with the dirt, of real ones.

    python sample_data/generate.py            rewrites the files beside this script
    python sample_data/generate.py FOLDER     writes them elsewhere

It needs nothing but Python 3.11 or later, and the same content comes out every time. (How tightly the
workbook is packed depends on the machine's zlib, so compare what is in it and not its bytes.)
"""

from __future__ import annotations

import sys
from pathlib import Path

from making import dirt, grocer, workbook


def generate(folder: Path) -> list[Path]:
    """Write all files of the sample into a folder; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    retail = folder / "online_retail.xlsx"
    workbook.write_workbook(retail, dirt.make_sheets())
    return [retail, *grocer.write_files(folder / "three_files")]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for path in generate(target):
        print(f"{path}  {path.stat().st_size:,} bytes")

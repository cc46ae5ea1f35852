"""Drawing what changed, and asking nobody else: over SSH every key is a few lines, and those are all that its answer should cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual._compositor import ChopsUpdate, Compositor, ReflowResult
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


class FrugalCompositor(Compositor):
    """Textual's own asks every widget from the first changed line to the last for all of its lines, and throws most of them away.

    Where a row of a table and the status line below it change, as with every move, that is the whole screen.
    """

    _changed: Sequence[Region] = ()
    told_their_size: frozenset[Widget] = frozenset()
    """The widgets that are told what room they have after the last layout."""

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay everything out."""
        result = super().reflow(parent, size)
        self.told_their_size = frozenset(result.shown | result.resized)
        return result

    def render_partial_update(self) -> ChopsUpdate | None:
        """The changed parts of the screen, if there are any."""
        self._changed = _bands(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = ()

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        return self._renders_of_changes() if self._changed else super()._get_renders(crop)

    def _renders_of_changes(self) -> Iterator[tuple[Region, Region, list[Strip]]]:
        visible = [
            (widget, region, region.intersection(clip))
            for widget, (region, clip) in self.visible_widgets.items()
        ]
        for band in self._changed:
            for widget, region, shown in visible:
                if not shown.overlaps(band):
                    continue
                top, bottom = max(shown.y, band.y), min(shown.bottom, band.bottom)
                part = Region(shown.x, top, shown.width, bottom - top)
                yield region, part, widget.render_lines(part.translate(-region.offset))
                if shown.contains_region(band):
                    break  # the widgets come from the front to the back: what is behind this one is not seen


def _bands(regions: Iterable[Region]) -> list[Region]:
    """Regions as ever lower ones, those that share or touch lines being one."""
    bands: list[Region] = []
    for region in sorted(regions, key=lambda region: region.y):
        if bands and region.y <= bands[-1].bottom:
            bands[-1] = bands[-1].union(region)
        else:
            bands.append(region)
    return bands

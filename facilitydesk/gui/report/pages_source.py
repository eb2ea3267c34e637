"""The pictures of a PDF's pages, drawn in the background and kept while they are near."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage

from facilitydesk.reports.paper.preview import PageImage, Preview

_KEPT_PIXELS = 48_000_000  # some 190 MB: a screen of pages at 400 %


def to_qimage(page: PageImage) -> QImage:
    """A page as a Qt picture with pixels of its own."""
    image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
    return image.copy()


class PagesSource(QObject):
    """One PDF at a time. `ready(page)`: the picture of a page has come.

    Sizes are in points. `image` never waits: it answers the picture that is there (perhaps of
    another scale) and has the right one drawn.
    """

    ready = Signal(int)
    _drawn = Signal(int, int, float, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sizes: tuple[tuple[float, float], ...] = ()
        self._open: list[Preview] = []  # at most one; a list, so that the last words can close it
        self._turn = 0  # counts PDFs: a picture of the one before is dropped
        self._images: OrderedDict[int, tuple[float, QImage]] = OrderedDict()
        self._wanted: set[tuple[int, float]] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._drawn.connect(self._on_drawn)
        # The pool waits for its last page when it goes, and it goes after these words.
        pool, opened = self._pool, self._open
        self.destroyed.connect(lambda: _let_go(pool, opened))
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    def open(self, pdf: bytes | None) -> None:
        """Show another PDF, or none."""
        self.close()
        if pdf:
            preview = Preview(pdf)
            self._open.append(preview)
            self.sizes = tuple(preview.size(n) for n in range(len(preview)))

    @Slot()
    def close(self) -> None:
        """Let go of the PDF; waits for the page that is being drawn."""
        self._turn += 1
        _let_go(self._pool, self._open)
        self._images.clear()
        self._wanted.clear()
        self.sizes = ()

    def image(self, page: int, scale: float) -> QImage | None:
        """The picture of a page at `scale` pixels a point, or what is nearest to it so far."""
        found = self._images.get(page)
        if found is None or found[0] != scale:
            self._ask(page, scale)
        else:
            self._images.move_to_end(page)
        return found[1] if found else None

    def forget_wishes(self) -> None:
        """Drop the pages asked for but not begun: the view was scrolled on."""
        self._pool.clear()
        self._wanted.clear()

    def wait(self) -> None:
        """Wait until all pages asked for are drawn (tests and screenshots)."""
        self._pool.waitForDone()

    def _ask(self, page: int, scale: float) -> None:
        if not self._open or (page, scale) in self._wanted:
            return
        self._wanted.add((page, scale))
        self._pool.start(self._work(self._open[0], self._turn, page, scale))

    def _work(self, preview: Preview, turn: int, page: int, scale: float) -> Callable[[], None]:
        def draw() -> None:
            self._drawn.emit(turn, page, scale, to_qimage(preview.image(page, scale)))

        return draw

    @Slot(int, int, float, object)
    def _on_drawn(self, turn: int, page: int, scale: float, image: QImage) -> None:
        if turn != self._turn:
            return
        self._wanted.discard((page, scale))
        self._images[page] = (scale, image)
        self._images.move_to_end(page)
        while len(self._images) > 1 and self._pixels() > _KEPT_PIXELS:
            self._images.popitem(last=False)
        self.ready.emit(page)

    def _pixels(self) -> int:
        return sum(image.width() * image.height() for _, image in self._images.values())


def _let_go(pool: QThreadPool, opened: list[Preview]) -> None:
    """Close the PDF when the page that is being drawn is done."""
    pool.clear()
    pool.waitForDone()
    while opened:
        opened.pop().close()

"""The look: Fusion with our own palette, one Chinese font, an 8-pixel grid.

Colour means something or is absent: one accent, neutral greys; green, amber and red are for
lights and findings only, each beside its word. Every text colour has a contrast of 4.5 or more.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from facilitydesk.resources import resource

ROW = 30
BODY_PT = 10.5
TITLE_PT = 14.0
FIGURE_PT = 20.0
SMALL_PT = 9.0


class Tone:
    """The colours by meaning, as #rrggbb."""

    INK = "#1c2530"  # text
    QUIET = "#5b6673"  # secondary text: heads, last week
    FAINT = "#8d97a3"  # lines of disabled things; never for text that must be read
    LINE = "#dde2e8"
    SURFACE = "#ffffff"
    GROUND = "#f3f5f8"  # window
    COMPUTED = "#f4f6f9"  # cells the program fills
    INPUT = "#ffffff"  # cells the officer fills
    NAVIGATION = "#1f2d3d"
    NAVIGATION_INK = "#d5dde7"
    ACCENT = "#1f5fae"
    ACCENT_SOFT = "#dfeafa"
    GREEN = "#1b7a3d"
    AMBER = "#8f5a00"
    RED = "#b3261e"
    BLUE = "#1f5fae"
    GREEN_SOFT = "#e2f3e8"
    AMBER_SOFT = "#fdf1d8"
    RED_SOFT = "#fde7e5"
    BLUE_SOFT = "#e3eefc"


def color(tone: str) -> QColor:
    return QColor(tone)


def severity_color(severity: str) -> str:
    """Ink of a finding: "red", "yellow", "blue"; anything else is plain ink."""
    return {"red": Tone.RED, "yellow": Tone.AMBER, "blue": Tone.BLUE}.get(severity, Tone.INK)


STYLE = ("-style", "Fusion")
"""Qt's arguments for the style: QApplication.setStyle would load the class of styles (6 ms)."""


def apply(app: QApplication) -> None:
    """Give the application palette, font, style sheet and icon."""
    app.setPalette(_palette())
    app.setFont(font())
    app.setStyleSheet(_SHEET)
    app.setWindowIcon(QIcon(str(resource("icons/facilitydesk.png"))))


_family: list[str] = []


def family() -> str:
    """微软雅黑 where Windows has it, else the bundled Noto Sans SC."""
    if not _family:
        _family.append(_find_family())
    return _family[0]


def _find_family() -> str:
    if sys.platform == "win32" and Path(r"C:\Windows\Fonts\msyh.ttc").exists():
        return "Microsoft YaHei UI"
    found = ""
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        number = QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        found = found or (families[0] if families else "")
    return found


def font(points: float = BODY_PT, *, bold: bool = False) -> QFont:
    """The interface font in one of the sizes above."""
    made = QFont(family())
    made.setPointSizeF(points)
    made.setBold(bold)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return made


def _palette() -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: Tone.GROUND,
        QPalette.ColorRole.WindowText: Tone.INK,
        QPalette.ColorRole.Base: Tone.SURFACE,
        QPalette.ColorRole.AlternateBase: Tone.COMPUTED,
        QPalette.ColorRole.Text: Tone.INK,
        QPalette.ColorRole.Button: "#fbfcfd",
        QPalette.ColorRole.ButtonText: Tone.INK,
        QPalette.ColorRole.BrightText: "#ffffff",
        QPalette.ColorRole.Highlight: Tone.ACCENT,
        QPalette.ColorRole.HighlightedText: "#ffffff",
        QPalette.ColorRole.ToolTipBase: "#ffffff",
        QPalette.ColorRole.ToolTipText: Tone.INK,
        QPalette.ColorRole.PlaceholderText: "#6b7682",
        QPalette.ColorRole.Link: Tone.ACCENT,
        QPalette.ColorRole.Light: "#ffffff",
        QPalette.ColorRole.Midlight: "#eef1f4",
        QPalette.ColorRole.Mid: "#c3cad3",
        QPalette.ColorRole.Dark: "#a5aeb9",
        QPalette.ColorRole.Shadow: "#7c8793",
    }
    for role, tone in roles.items():
        palette.setColor(role, QColor(tone))
    disabled = QPalette.ColorGroup.Disabled
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(disabled, role, QColor(Tone.FAINT))
    return palette


_SHEET = f"""
QToolTip {{ border: 1px solid {Tone.LINE}; padding: 4px 6px; }}
QLineEdit {{
    border: 1px solid #c3cad3; border-radius: 3px; background: {Tone.SURFACE};
    padding: 3px 6px; min-height: 20px; }}
QLineEdit:focus {{ border: 1px solid {Tone.ACCENT}; }}
QLineEdit:disabled {{ background: {Tone.GROUND}; }}
QComboBox, QDateEdit, QSpinBox {{ min-height: 28px; }}
QPushButton, QToolButton {{
    border: 1px solid #c3cad3; border-radius: 3px; background: #fbfcfd;
    padding: 3px 10px; min-height: 20px; }}
QPushButton:hover, QToolButton:hover {{ background: #eef2f7; }}
QPushButton:pressed, QToolButton:pressed {{ background: #e0e7ef; }}
QPushButton:checked, QToolButton:checked {{
    background: {Tone.ACCENT_SOFT}; border-color: {Tone.ACCENT}; color: {Tone.ACCENT}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {Tone.FAINT}; border-color: {Tone.LINE}; }}
QPushButton:focus, QToolButton:focus {{ border-color: {Tone.ACCENT}; }}
QPushButton[primary="true"] {{
    background: {Tone.ACCENT}; border-color: {Tone.ACCENT}; color: #ffffff; }}
QPushButton[primary="true"]:hover {{ background: #1a5298; }}
QPushButton[primary="true"]:disabled {{
    background: #c3cad3; border-color: #c3cad3; color: #ffffff; }}
QToolButton[flat="true"], QPushButton[flat="true"] {{ border-color: transparent; background: transparent; }}
QToolButton[flat="true"]:hover, QPushButton[flat="true"]:hover {{ background: #e6ebf1; }}
QTabBar QToolButton {{ padding: 0; min-height: 0; }}
QLabel[role="title"] {{ font-size: {TITLE_PT}pt; font-weight: bold; }}
QLabel[role="quiet"] {{ color: {Tone.QUIET}; }}
QStatusBar {{ background: {Tone.SURFACE}; border-top: 1px solid {Tone.LINE}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ padding: 0 8px; color: {Tone.QUIET}; }}
QScrollBar:vertical {{ width: 14px; background: {Tone.GROUND}; border: none; }}
QScrollBar:horizontal {{ height: 14px; background: {Tone.GROUND}; border: none; }}
QScrollBar::handle {{ background: #b4bdc8; border-radius: 4px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: #8d97a3; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QHeaderView::section {{
    background: {Tone.GROUND}; color: {Tone.QUIET}; border: none;
    border-bottom: 1px solid {Tone.LINE}; padding: 4px 8px; }}
QAbstractScrollArea::corner {{ background: {Tone.GROUND}; border: none; }}
QSplitter::handle {{ background: {Tone.LINE}; }}
"""

"""The panels by name."""

from app.web.panels import Panel

PANELS: dict[str, Panel] = {}

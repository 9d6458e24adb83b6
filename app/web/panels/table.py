"""The panels by name."""

from app.web.panels import Panel, prediction, residual, shares

PANELS: dict[str, Panel] = {
    "prediction": prediction.PANEL,
    "residual": residual.PANEL,
    "shares": shares.PANEL,
}

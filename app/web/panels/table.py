"""The panels by name."""

from app.web.panels import (
    Panel,
    cam,
    cell,
    channels,
    faces,
    field,
    kernel,
    legend,
    picture,
    prediction,
    residual,
    shares,
    sheet,
)

PANELS: dict[str, Panel] = {
    "cam.png": cam.PANEL,
    "cell.json": cell.PANEL,
    "channel.png": sheet.CHANNEL,
    "channels": channels.PANEL,
    "faces.png": faces.PANEL,
    "field.json": field.JSON,
    "field.png": field.PNG,
    "kernel": kernel.PANEL,
    "legend": legend.PANEL,
    "picture": picture.PANEL,
    "picture.png": picture.PNG,
    "prediction": prediction.PANEL,
    "residual": residual.PANEL,
    "shares": shares.PANEL,
    "sheet": sheet.SHEET,
}

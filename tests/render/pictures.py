"""Scenes made by hand, which renderers are tested on: every kind of mark, and names that mean harm."""

from app.scene.types import Disc, Face, Part, Point, Scene, Sliding, Stroke, Text

HOSTILE = "</text><script>alert('1')</script> & \"x\" ]]>"

SQUARE: tuple[Point, ...] = ((10, 10), (30, 10), (30, 40), (10, 40))
SLIDING = Sliding(
    kernel=(3, 3),
    stride=(2, 2),
    padding=(1, 1),
    input=(56, 56),
    output=(28, 28),
    in_corner=(10.5, 20.25),
    row_step=(0.0, 3.0),
    column_step=(1.2, -0.9),
    out_corner=(200.0, 40.0),
    out_row_step=(0.0, 3.0),
    out_column_step=(1.2, -0.9),
)


def picture(name: str = "ResNet-34", label: str = "a volume", sliding: Sliding | None = None) -> Scene:
    """Furniture, a volume that leads to layer1.0, a stage to unfold, and an animated kernel."""
    parts = (
        Part((Text(20, 20, name, 18, "semibold", "start"),), kind="title"),
        Part(
            (
                Face(SQUARE, "violet-front"),
                Face(SQUARE, "violet-top", "", role="pane", opacity=0.35, dash=True),
                Face(SQUARE, "pill", "outline", role="pane", radius=8),
                Text(60, 60, name, weight="bold", angle=30),
            ),
            path="layer1.0",
            kind="volume",
            label=label,
        ),
        Part((Stroke((40, 90), (((90, 90),),), arrow=True, dash=True),), path="layer1.0", kind="shortcut", lane=1),
        Part((Disc((100, 90), 8), Text(100, 94, "+", inside=True)), path="layer1.0.add", kind="operation"),
        Part((Text(150, 60, "× 6", fill="muted"),), expand="layer1", kind="fold", label="unfold layer1"),
        Part((Face(SQUARE, "kernel-front"),), kind="kernel", name="kernel"),
    )
    return Scene(name, f"{name} in words", 240, 120, parts, sliding=sliding)

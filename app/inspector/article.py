"""What the article (Ruiz 2018) misprints about an operation, said where the reader meets that operation.

Each correction holds for one operation only: the one with these shapes, drawn in the figure that is named.
"""

from app.graph.types import Node, Shape
from app.language import message, say

IMAGE, STEM, POOLED, HALVED = (3, 224, 224), (64, 112, 112), (64, 56, 56), (128, 28, 28)

# (path, role in its block, shape before, shape after): what to know when coming from the figure.
_CORRECTIONS: dict[tuple[str, str, Shape, Shape], str] = {
    ("conv1", "stem", IMAGE, STEM): message(
        "Ruiz's article (2018) leaves out the floor in its Figure 4: (224 + 2 · 3 − 7) / 2 + 1 is 112.5. Its text "
        "prints the size as 112 × 122; it is 112 × 112. It pads 3 on each side of height and width, not on every "
        "dimension."
    ),
    ("act1", "stem", STEM, STEM): message("Ruiz's article (2018) does not mention this ReLU."),
    ("maxpool", "stem", STEM, POOLED): message(
        "Ruiz's article (2018) leaves out the floor in its Figure 5: (112 + 2 · 1 − 3) / 2 + 1 is 56.5. Its Figure 3 "
        "writes “Layer1” over the 56 × 56 box; that box is the end of Conv1, and layer 1 leads from 56 to 56."
    ),
    ("layer1.0.conv1", "first", POOLED, POOLED): message(
        "Ruiz's article (2018) divides by 2 here, in its Figure 6. The stride is 1; with 2 the result would be 28 and "
        "nothing could be added."
    ),
    ("layer2.0.conv1", "first", POOLED, HALVED): message(
        "Ruiz's article (2018) leaves out the floor in its Figure 9: (56 + 2 · 1 − 3) / 2 + 1 is 28.5. It explains "
        "the doubling by 56 · 64 = 28 · 128; the costs go with the squares, (56 · 64)² = (28 · 128)²."
    ),
    ("layer2.0.conv2", "second", HALVED, HALVED): message(
        "Ruiz's article (2018) draws both kernels of this block alike in its Figure 11; the first is 64 channels deep, "
        "this one 128."
    ),
    ("layer2.0.downsample.0", "projection", POOLED, HALVED): message(
        "Ruiz's article (2018) leaves out the floor in its Figure 10: (56 − 1) / 2 + 1 is 28.5."
    ),
    ("fc", "head", (512,), (1000,)): message(
        "Ruiz's article (2018) draws Dense and Softmax in its Figure 3 as rods of different heights; both are 1,000 "
        "numbers long."
    ),
}


def correction(node: Node, role: str) -> str:
    """The correction for an operation, "" where the article is right or says nothing."""
    return say(_CORRECTIONS.get((node.path, role, node.input_shapes[0], node.output_shape), ""))

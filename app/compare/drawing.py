"""Aligned subjects and the scene of each become one scene, with what differs lit."""

from collections.abc import Sequence

from app.compare.alignment import Comparison, neighbours
from app.compare.differences import differences
from app.compare.positions import positions
from app.compare.signs import fold_signs, line_signs, signs
from app.compare.unit import Subject
from app.graph.types import Shape
from app.language import listed, prose, say
from app.scene.comparison import Drawing, comparison_scene
from app.scene.draw import kind_of
from app.scene.types import Scene, View


def shapes_among(subjects: Sequence[Subject]) -> tuple[Shape, ...]:
    """The largest volume of each subject, edge by edge, for all to be drawn in the same lengths."""
    shapes = [
        shape
        for subject in subjects
        for node in subject.nodes
        for shape in (*node.input_shapes, node.output_shape)
        if node.op != "flatten" and len(shape) == 3
    ]
    shapes += [subject.graph.input for subject in subjects if not subject.path]
    return (tuple(max(lengths) for lengths in zip(*shapes, strict=True)),) if shapes else ()


def drawn(comparison: Comparison, views: Sequence[View], scenes: Sequence[Scene]) -> Scene:
    """The scenes of all subjects, in their order, as one."""
    kinds = [kind_of(subject.graph, subject.path) for subject in comparison.subjects]
    drawings = [
        Drawing(
            scene,
            positions(comparison, index),
            signs(comparison, index),
            line_signs(comparison, index),
            by_part=kinds[index] != "network",
            folds=fold_signs(comparison, index, view),
        )
        for index, (view, scene) in enumerate(zip(views, scenes, strict=True))
    ]
    in_columns = views[0].style == "schematic" and "operation" not in kinds
    return comparison_scene(drawings, "columns" if in_columns else "rows", alt_text(comparison, scenes))


def alt_text(comparison: Comparison, scenes: Sequence[Scene]) -> str:
    """The drawings' own words, and what differs between neighbours."""
    said = [scene.alt for scene in scenes]
    stops = [subject.refused for subject in comparison.subjects if subject.refused]
    behind = listed(list(dict.fromkeys(stops))) if stops else ""
    said += [say("What lies behind {operations} is not compared.", operations=behind)] if stops else []
    for pair in neighbours(comparison):
        said += [difference.sentence for difference in differences(pair)] or [say("No difference.")]
    return prose(said)

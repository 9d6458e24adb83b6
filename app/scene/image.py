"""The view of the network's input: the one volume that no operation made."""

from app.graph.types import INPUT, Graph, elements
from app.language import message, say
from app.scene.lane import Lane
from app.scene.laws import scale_of
from app.scene.sheet import titled
from app.scene.types import Scene, View
from app.scene.units import count_text, phrases, shape_text
from app.scene.words import view_title

COLOURS = {
    1: message("one channel of grey"),
    3: message("red, green and blue"),
    4: message("red, green, blue and alpha"),
}


def input_scene(graph: Graph, view: View) -> Scene:
    """The image as the network receives it, with its three lengths at the edges they measure."""
    channels, height, width = graph.input
    lane = Lane(graph, scale_of([graph.input], view.scale, tallest=220, longest=60), 0, 0)
    lane.volume(INPUT, graph.input, phrases(say("input"), shape_text(graph.input)))
    captions = (
        say(
            "{colours}, {height} rows, {width} columns: {count} numbers",
            colours=say(COLOURS[channels]) if channels in COLOURS else say("{count} channels", count=channels),
            height=height,
            width=width,
            count=count_text(elements(graph.input)),
        ),
        say("Channels run to the right, height down, width into the page, as in every picture here."),
    )
    return titled(view_title(graph, INPUT), captions, lane.parts)

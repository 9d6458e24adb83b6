"""Kinds of blocks by the names that their papers give them, and by what they count as among their like."""

from app.graph.types import Graph, Group
from app.language import message, say, say_in
from app.scene.questions import is_module

BLOCK_TITLES = {
    "BasicBlock": message("basic block"),
    "Bottleneck": message("bottleneck block"),
    "PreActBasicBlock": message("pre-activation basic block"),
    "PreActBottleneck": message("pre-activation bottleneck block"),
    "Inception": message("Inception module"),
    "InceptionA": message("module A"),
    "InceptionB": message("module B"),
    "InceptionC": message("module C"),
    "ReductionA": message("reduction A"),
    "ReductionB": message("reduction B"),
    "Mixed3a": message("stem module 3a"),
    "Mixed4a": message("stem module 4a"),
    "Mixed5a": message("stem module 5a"),
    "Mixed5b": message("Inception-A module"),
    "Mixed6a": message("reduction A"),
    "Mixed7a": message("reduction B"),
    "Block35": message("Inception-ResNet-A block"),
    "Block17": message("Inception-ResNet-B block"),
    "Block8": message("Inception-ResNet-C block"),
}
# Inception-v3's classes in torchvision, whose letters count on through the reductions, by the papers' letters.
TORCHVISION_MODULES = {
    "InceptionA": "module A",
    "InceptionB": "reduction A",
    "InceptionC": "module B",
    "InceptionD": "reduction B",
    "InceptionE": "module C",
}
# What a module of a stem is called in the recipe of the stem.
STEM_MODULES = {
    "stem module 3a": message("module 3a"),
    "stem module 4a": message("module 4a"),
    "stem module 5a": message("module 5a"),
}


def block_name(group: Group) -> str:
    """A kind of block in words, as its paper calls it: `bottleneck block`, `module A`, `reduction B`."""
    return say(_kind(group))


def short_name(graph: Graph, block: Group) -> str:
    """What a module is called under its volume: `3a`, `B`, `reduction A`; "" for a residual block."""
    if not is_module(graph, block):
        return ""
    if block.type == "Inception":
        return block.path.removeprefix("inception")
    if block.type.startswith("Mixed"):
        return block.type.removeprefix("Mixed")
    return say(_kind(block).removeprefix("module "))


def recipe_name(block: Group) -> str:
    """A block in a recipe, in few words: `Inception-ResNet-A`, `module 3a`, `bottleneck block`."""
    kind = _kind(block)
    if "-" in kind:
        kind = kind.removesuffix(" block").removesuffix(" module")
    return say(STEM_MODULES.get(kind, kind))


def kind_of_block(graph: Graph, block: Group) -> str:
    """What a block counts as: `bottleneck block`, `Inception module`, `Inception-ResNet block`, `reduction`."""
    kind = _kind(block)
    if kind.startswith("reduction"):
        return say_in("a module", "reduction")
    if kind in STEM_MODULES:
        return say("stem module")
    if block.type.startswith("Block"):
        return say("Inception-ResNet block")
    return say("Inception module") if is_module(graph, block) else say(kind)


def _kind(group: Group) -> str:
    """The message. The module `Mixed_6b` tells torchvision's InceptionC from Inception-v4's."""
    if group.name.startswith("Mixed_") and group.type in TORCHVISION_MODULES:
        return TORCHVISION_MODULES[group.type]
    return BLOCK_TITLES.get(group.type, message("block"))

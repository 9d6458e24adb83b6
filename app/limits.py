"""Every limit of the program, in one table, each with its reason. The README's table is tested against it."""

from typing import NamedTuple


class Limit(NamedTuple):
    """A bound on what a visitor may ask for. `why` is the reason, as the README prints it."""

    name: str
    value: int
    why: str


LIMITS = (
    Limit("input_channels", 1024, "images have 1 to 4; a few hundred allow feature maps and spectra"),
    Limit("input_size", 4096, "pixels along an edge; larger pictures are tiled before they reach a network"),
    Limit("classes", 100_000, "ImageNet-21k has 21,841"),
    Limit("layers", 5, "the paper's networks have 3 or 4; a fifth is enough to see what happens"),
    Limit("blocks", 700, "in one network; ResNet-1202 has 600 and takes about a second to trace"),
    Limit("modules", 25, "of one kind in an Inception network; published ones have up to 20, names run from b to z"),
    Limit("width", 8192, "channels of a layer; four times the widest published"),
    Limit("groups", 1024, "groups of a convolution; ResNeXt uses 32 and 64"),
    Limit("base_width", 1024, "channels a group at width 64; published networks use 4 to 128"),
    Limit("seed", 2**31 - 1, "a seed is a non-negative 32-bit number"),
    Limit("query_length", 2000, "characters of a query string; the longest configurations take a third of it"),
    Limit("png_width", 8192, "pixels; wider pictures are for the SVG, which has no size"),
    Limit("png_pixels", 40_000_000, "pixels in all: 160 MB while a picture is drawn"),
    Limit("device_bytes", 8 * 2**30, "parameters and activations of a timed run; larger networks get shapes only"),
    Limit("drawing_parts", 5000, "parts of one drawing; ResNet-1202 unfolded has 1,209, one of its layers 2,400"),
    Limit("nodes_cached", 40_000, "operations of traced networks kept in memory, 2 KB each; all presets have 11,000"),
    Limit("parts_cached", 40_000, "parts of drawn scenes kept in memory; most views have 10 to 60"),
    Limit("documents_cached_bytes", 64 * 2**20, "rendered answers kept in memory, the least used dropped first"),
    Limit("light_blocks", 110, "a network with more takes seconds and waits in a queue of its own; ResNet-152 has 50"),
    Limit("light_modules", 45, "the same for Inception modules; Inception-ResNet-v2 has 40"),
    Limit("heavy_waiting", 8, "requests in that queue, one is answered at a time; the next is told to come back later"),
    Limit("image_bytes", 10_000_000, "of an uploaded picture; photographs of telephones have 2 to 8 million"),
    Limit("image_pixels", 50_000_000, "of an uploaded picture: as telephones make; checked before it is decoded"),
    Limit("image_edge", 20_000, "pixels along an edge of an uploaded picture; no camera makes a longer one"),
    Limit("image_scans", 100, "of a progressive JPEG; encoders write about 10, each costs a pass over all pixels"),
    Limit("image_kept_edge", 1024, "pixels of the longer edge of what is kept; most networks see 224 to 299 of them"),
    Limit("image_hours", 24, "that an uploaded picture is kept after it was last looked at: until the next lesson"),
    Limit("image_store_bytes", 500_000_000, "of kept pictures, some 500 of the largest; the longest unused go first"),
    Limit("image_files", 20_000, "kept pictures, however small; a sweep over them takes a third of a second"),
    Limit("uploads_at_once", 2, "pictures decoded at a time; the largest take up to 800 MB meanwhile"),
    Limit("uploads_waiting", 16, "uploads on their way or waiting, 10 MB each; the next is told to come back later"),
    Limit("upload_seconds", 60, "for one upload to arrive: 10 MB at 1.4 megabits a second"),
    Limit("upload_idle_seconds", 10, "without a byte, and an upload is given up: idle ones would keep others out"),
    Limit(
        "passes_waiting",
        64,
        "forward passes and gradients in the queue of a device; the next is told to come back later",
    ),
    Limit(
        "pass_batch",
        16,
        "pictures that go through one network together on an accelerator; more bring little and cost memory",
    ),
    Limit(
        "activations_bytes",
        512 * 2**20,
        "activations kept in memory, and of one output; ResNet-152 makes 303 MiB of a picture",
    ),
    Limit(
        "beside_bytes", 256 * 2**20, "of those, what a pass keeps unasked, for a page asks for its layers one by one"
    ),
    Limit(
        "gradient_bytes",
        2**30,
        "activations kept for a gradient, which takes about as much; presets make up to 386 MiB",
    ),
    Limit("pictures_waiting", 256, "requests for what is drawn of a picture; the next is told to come back later"),
    Limit("weights_bytes", 640 * 2**20, "of a file of weights; VGG-19's, the largest published, has 575 million"),
    Limit("weights_index_bytes", 4 * 2**20, "of the names and shapes in it; those of ResNet-1202 take a quarter"),
    Limit("labels_bytes", 200_000, "of a file of class names; ImageNet's 1000 take 10 to 40 thousand"),
    Limit("network_bytes", 2**30, "of loaded networks kept in memory; ResNet-152 has 241 million"),
    Limit("run_parameters", 200_000_000, "of a network that is run on a picture; VGG-19 has 144 million"),
    Limit("run_macs", 50_000_000_000, "multiply-adds of such a run, a few seconds; Wide ResNet-101 needs half of it"),
    Limit("deck_bytes", 300_000, "of a lecture's file; the longest that ships has a fifth of it"),
    Limit("deck_steps", 200, "of a lecture; an hour has some 40"),
    Limit("deck_text", 4000, "characters of one text in a lecture, far more than a class reads from a wall"),
    Limit("decks", 200, "files that are read of a lecturer's own folder"),
)

_BY_NAME = {limit.name: limit.value for limit in LIMITS}


def limit(name: str) -> int:
    """The value of a limit; an unknown name is our own mistake and raises KeyError."""
    return _BY_NAME[name]

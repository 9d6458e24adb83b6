"""Which GoogLeNet: the fields of Szegedy et al. 2014 (arXiv:1409.4842) and of torchvision's deviations from it."""

from typing import Annotated, Literal

from pydantic import Field

from app.errors import TooLarge, UserError
from app.language import message, say
from app.limits import limit
from app.nets.config import About, Flag, NetConfig, Numbers, Width, as_text
from app.nets.inception_ops import Window, check_input, smallest

MODULES = ("3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b")
STEM_CHANNELS = {"imagenet": 192, "cifar": 24}  # that leave each stem

Columns = Annotated[
    tuple[Width, Width, Width, Width, Width, Width],
    Numbers,
    Field(
        description=message(
            "six channel counts, the columns of the paper's Table 1: 1x1, 1x1 before the 3x3, 3x3, "
            "1x1 before the 5x5, 5x5, 1x1 behind the pool; whole numbers from 1 to {width}"
        )
    ),
]


def _about(module: str) -> About:
    return About(
        f"Inception {module}",
        message("Channels: 1x1, reduction before 3x3, 3x3, reduction before 5x5, 5x5, projection behind the pool."),
        message("Szegedy et al. 2014, Table 1"),
        group=message("Channels of each module"),
    )


class GoogLeNetConfig(NetConfig, frozen=True):
    """Which GoogLeNet. `inception3a` to `inception5b` are the rows of Table 1, in the columns' order."""

    stem: Annotated[
        Literal["imagenet", "cifar"],
        About(
            message("Stem"),
            message("What the image meets before the first module."),
            message("Szegedy et al. 2014, Table 1; cifar: made here, after He et al. 2015, section 4.2"),
            (
                ("imagenet", message("three convolutions and two pools: an eighth of the edge is left")),
                ("cifar", message("one 3×3 that reduces nothing")),
            ),
            phrases=(("imagenet", message("the paper's stem")), ("cifar", message("a stem of one 3×3"))),
        ),
    ] = "imagenet"
    aux: Annotated[
        Flag,
        About(
            message("Auxiliary classifiers"),
            message(
                "Two small heads behind modules 4a and 4d, for training only: their loss is added to the network's."
            ),
            message("Szegedy et al. 2014, section 5"),
            (("false", message("left out, as when the network is used")), ("true", message("built, run and drawn"))),
            phrases=(
                ("false", message("without auxiliary classifiers")),
                ("true", message("with auxiliary classifiers")),
            ),
        ),
    ] = False
    reduce: Annotated[
        Flag,
        About(
            message("1x1 reductions"),
            message("Whether 1x1 convolutions narrow the input of the 3x3 and the 5x5, and the output of the pool."),
            message("Szegedy et al. 2014, Figure 2"),
            (
                ("true", message("Figure 2b, with dimension reductions")),
                ("false", message("Figure 2a, the naive module")),
            ),
            phrases=(("true", message("with 1×1 reductions")), ("false", message("without 1×1 reductions"))),
        ),
    ] = True
    branch3: Annotated[
        Literal["3x3", "5x5"],
        About(
            message("Kernel of the third branch"),
            message("The paper's 5x5 became a 3x3 in torchvision by mistake, and stayed for the sake of the weights."),
            message("Szegedy et al. 2014, Table 1; pytorch/vision issue 906"),
            (("3x3", "torchvision"), ("5x5", message("the paper"))),
            phrases=(("3x3", message("a 3×3 in the third branch")), ("5x5", message("a 5×5 in the third branch"))),
        ),
    ] = "3x3"
    norm: Annotated[
        Literal["batch", "lrn"],
        About(
            message("Arrangement"),
            message(
                "lrn: biases, two response normalisations, a 3x3 last pool, a 7x7 average pool, dropout 0.4, softmax."
            ),
            message("Szegedy et al. 2014, section 5; Caffe's bvlc_googlenet"),
            (
                ("batch", message("batch normalisation, torchvision")),
                ("lrn", message("local response normalisation, the paper")),
            ),
            phrases=(
                ("batch", message("torchvision's arrangement with batch normalisation")),
                ("lrn", message("the paper's arrangement with local response normalisation")),
            ),
        ),
    ] = "batch"
    pool: Annotated[
        Literal["ceil", "floor"],
        About(
            message("Rounding of the pools"),
            message("Whether a last window that hangs over the edge counts: 112 cells become 56, or 55."),
            message("Caffe's bvlc_googlenet"),
            (("ceil", message("counts: 56, 28, 14, 7")), ("floor", message("is left out: 55, 27, 13, 6"))),
            phrases=(("ceil", message("pools round up")), ("floor", message("pools round down"))),
        ),
    ] = "ceil"
    inception3a: Annotated[Columns, _about("3a")] = (64, 96, 128, 16, 32, 32)
    inception3b: Annotated[Columns, _about("3b")] = (128, 128, 192, 32, 96, 64)
    inception4a: Annotated[Columns, _about("4a")] = (192, 96, 208, 16, 48, 64)
    inception4b: Annotated[Columns, _about("4b")] = (160, 112, 224, 24, 64, 64)
    inception4c: Annotated[Columns, _about("4c")] = (128, 128, 256, 24, 64, 64)
    inception4d: Annotated[Columns, _about("4d")] = (112, 144, 288, 32, 64, 64)
    inception4e: Annotated[Columns, _about("4e")] = (256, 160, 320, 32, 128, 128)
    inception5a: Annotated[Columns, _about("5a")] = (256, 160, 320, 32, 128, 128)
    inception5b: Annotated[Columns, _about("5b")] = (384, 192, 384, 48, 128, 128)

    @property
    def paper(self) -> bool:
        """Whether the arrangement is the paper's, not torchvision's."""
        return self.norm == "lrn"

    def columns(self, module: str) -> tuple[int, ...]:
        """The six widths of a module, `3a` to `5b`."""
        return getattr(self, f"inception{module}")

    def phrase(self, name: str) -> str:
        if not name.startswith("inception"):
            return super().phrase(name)
        places = {"value": self.spelled(name), "module": name.removeprefix("inception")}
        return say("{value} channels in module {module}", **places)

    def entering(self) -> dict[str, int]:
        """Channels that enter each module, and `head`; without a projection the pool hands on all that came in."""
        entering = {"3a": STEM_CHANNELS[self.stem]}
        for module, following in zip(MODULES, (*MODULES[1:], "head"), strict=True):
            one, _, three, _, five, projection = self.columns(module)
            entering[following] = one + three + five + (projection if self.reduce else entering[module])
        return entering

    def check(self) -> None:
        ceil = self.pool == "ceil"
        pool = Window(3, 2, ceil=ceil)
        stem = (Window(7, 2, 3), pool, pool) if self.stem == "imagenet" else ()
        check_input(self, (*stem, pool, Window(3 if self.paper else 2, 2, ceil=ceil)))
        least = smallest((*stem, pool, Window(5, 3)), 4)
        if self.aux and self.paper and min(self.input[1:]) < least:
            because = say(
                "the paper's heads average 5x5 windows into a 4x4 map, which takes height and width from {least} on; "
                "with norm=batch they take any",
                least=least,
            )
            raise UserError("aux", as_text(self.aux), because=because)
        leaving = list(self.entering().values())[1:]
        for module, channels in zip(MODULES, leaving, strict=True):
            if channels > limit("width"):
                most = limit("width")
                allowed = say(
                    "at most {most} channels behind a module, here are {channels}", most=most, channels=channels
                )
                raise TooLarge(f"inception{module}", as_text(self.columns(module)), allowed)

"""The piece `prediction`: the most probable classes, what that is worth, and what blocks that are off have changed."""

from dataclasses import dataclass, replace

import numpy as np

from app.forward import recording
from app.image.colour import number_text
from app.image.prediction import Probabilities, class_name, most_probable, moved, probabilities
from app.image.samples import SPECIMEN
from app.image.shapes import EDGE
from app.language import message, prose, say
from app.language.nouns import percent
from app.pipeline import Answer
from app.scene.units import count_text
from app.web.panels import Panel, Tensors, piece
from app.web.panels.strip import top_of
from app.web.seen import Seen

TOP = 5
FEW = 0.1  # if no class has more, the bars end before 100 %
LEAST = 1e-5
DIGITS, MOST_DIGITS = 3, 9  # of a percentage
STILL = message("It is still {now}, from {since} to {until}; {share} of the probability has moved to other classes.")
OTHER = message(
    "It was {first}, which goes from {since} to {until}; now it is {now}. "
    "{share} of the probability has moved to other classes."
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A class with its probability and, where blocks are off, that of the undisturbed network.

    url: the page that explains this class. bar, before_bar: lengths in percent of the room for bars.
    explained: whether the page explains this class. truth: whether the picture was made to show it.
    """

    place: int
    name: str
    url: str
    probability: str
    bar: float
    explained: bool
    truth: bool
    before: str = ""
    before_bar: float = 0


def prediction(seen: Seen, tensors: Tensors) -> Answer:
    found = _probabilities(seen, tensors)
    before = _undisturbed(seen) if seen.forward.off else None
    broken = bool(np.isnan(found).any())
    end = 1.0 if broken else _end(found, before)
    values = {
        "guesses": () if broken else _guesses(seen, found, before, end),
        "broken": broken,
        "meant": "" if broken else _meant(seen, found),
        "foreign": _foreign(seen),
        "chance": 100 / (len(found) * end),
        "note": prose((_accuracy(seen), _bars(len(found), end))),
        "changed": _changed(seen, found, before) if before is not None and not broken else "",
    }
    return piece("_prediction.html", **values)


def _output(seen: Seen) -> str:
    return seen.graph.result_of("")


def _probabilities(seen: Seen, tensors: Tensors) -> Probabilities:
    output = _output(seen)
    return probabilities(tensors[output], seen.graph.by_path[output].op == "softmax")


def _undisturbed(seen: Seen) -> Probabilities:
    return _probabilities(seen, recording(replace(seen.forward, off=()), frozenset((_output(seen),))).wait())


def _guesses(seen: Seen, found: Probabilities, before: Probabilities | None, end: float) -> list[Guess]:
    """The five largest, and below them the class that was largest before, that is explained, that is there in truth."""
    names, chosen, truth = seen.weights.classes, seen.sight.class_, _truth(seen)
    places = [*most_probable(found, TOP), *(most_probable(before, 1) if before is not None else ())]
    places += [place for place in (chosen, truth) if place is not None]
    explained = places[0] if chosen is None else chosen
    return [
        Guess(
            place=place,
            name=class_name(names, place),
            url=seen.address.sighted(class_=place).url(),
            probability=now,
            bar=100 * float(found[place]) / end,
            explained=place == explained,
            truth=place == truth,
            before=then,
            before_bar=0 if before is None else 100 * float(before[place]) / end,
        )
        for place in dict.fromkeys(places)
        for then, now in [change(before, found, place)]
    ]


def _end(found: Probabilities, before: Probabilities | None) -> float:
    """Where the bars end: at 1, or where no class comes near it at a round number.

    That is twice what chance gives a class at least, so that what is near chance looks like it.
    """
    most = [float(each.max()) for each in (found, before) if each is not None and not np.isnan(each).any()]
    return 1.0 if max(most) >= FEW else min(1.0, top_of([*most, 2 / len(found)]))


def _truth(seen: Seen) -> int | None:
    """The class of a picture that was made to show it, if the weights know it."""
    image = seen.forward.image
    name = image.removeprefix(SPECIMEN)
    return seen.weights.classes.index(name) if name != image and name in seen.weights.classes else None


def _meant(seen: Seen, found: Probabilities) -> str:
    """What the numbers are worth."""
    if seen.weights.kind != "random":
        return ""
    few, many = percent_text(float(found.min())), percent_text(float(found.max()))
    return say(
        "This is chance. A network that prefers nothing gives each of its {count} classes {share}; here they lie "
        "between {few} and {many}, and that comes from the random numbers of the weights: the order says nothing about "
        "the picture.",
        count=count_text(len(found)),
        share=percent_text(1 / len(found)),
        few=few,
        many=many,
    )


def _accuracy(seen: Seen) -> str:
    """How often the weights are right, where that was measured."""
    if not seen.weights.accuracy:
        return ""
    if seen.forward.off:
        return say("Accuracy of these weights with all blocks on: {accuracy}.", accuracy=seen.weights.accuracy)
    return say("Accuracy of these weights: {accuracy}.", accuracy=seen.weights.accuracy)


def _bars(classes: int, end: float) -> str:
    """How the bars are to be read."""
    return say(
        "The bars begin at 0 and end at {end}; the line in them is at {chance}, which each of {count} classes would "
        "have by chance. Choose a class to ask where in the picture it is seen.",
        end=percent_text(end),
        chance=percent_text(1 / classes),
        count=count_text(classes),
    )


def _foreign(seen: Seen) -> str:
    """That a network trained here is shown a picture of a kind that it has never seen."""
    if seen.weights.kind != "bundled" or seen.forward.image.startswith(SPECIMEN):
        return ""
    return say(
        "This picture is not of the kind that these weights learnt: {edge} × {edge} drawings of one shape or texture. "
        "The network can be very sure of a wrong class here.",
        edge=EDGE,
    )


def _changed(seen: Seen, found: Probabilities, before: Probabilities) -> str:
    """What the blocks that are off have done to the prediction, in words."""
    names = seen.weights.classes
    first, now = most_probable(before, 1)[0], most_probable(found, 1)[0]
    if np.isnan(before).any():
        return say("The undisturbed network gives no numbers here.")
    since, until = change(before, found, first)
    told = say(
        STILL if first == now else OTHER,
        first=class_name(names, first),
        now=class_name(names, now),
        since=since,
        until=until,
        share=percent_text(moved(before, found)),
    )
    random = say("With random weights this change is chance too.") if seen.weights.kind == "random" else ""
    return prose((told, random))


def change(before: Probabilities | None, found: Probabilities, place: int) -> tuple[str, str]:
    """A class's probability before and now, with as many digits as tell them apart; "" where there is no before."""
    now = float(found[place])
    if before is None:
        return "", percent_text(now)
    then, digits = float(before[place]), DIGITS
    if min(then, now) < LEAST:
        return percent_text(then), percent_text(now)
    while digits < MOST_DIGITS and then != now and _digits(then, digits) == _digits(now, digits):
        digits += 1
    return percent(_digits(then, digits)), percent(_digits(now, digits))


def _digits(share: float, digits: int) -> str:
    """A percentage with all its digits, zeros too."""
    return f"{100 * share:#.{digits}g}".removesuffix(".")


def percent_text(share: float) -> str:
    """`83.1 %`, `0.131 %`; what is smaller than that needs no digits."""
    if 0 < share < LEAST:
        return say("below {percent} %", percent=number_text(100 * LEAST))
    return percent(number_text(100 * share))


PANEL = Panel(needs=lambda seen: frozenset((_output(seen),)), make=prediction)

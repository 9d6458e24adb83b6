"""What was computed and may be asked for again: bounded by bytes, the least used dropped first."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, cast

import numpy as np
from torch import Tensor

from app.image.types import Forward

LEAST_BYTES = 1024  # of an entry: its key, which names a whole configuration, and Python's own objects


class Kept:
    """Values by forward pass and name. The caller holds a lock."""

    def __init__(self, most_bytes: int) -> None:
        self.bytes = 0
        self._most_bytes = most_bytes
        self._values: OrderedDict[tuple[Forward, Hashable], Any] = OrderedDict()

    def get(self, forward: Forward, name: Hashable) -> Any:
        """The value, or None. It counts as used."""
        key = forward, name
        if key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key]

    def put(self, forward: Forward, name: Hashable, value: Any) -> None:
        """Keep a value, unless it alone is larger than everything together may be."""
        self._drop((forward, name))
        if size_of(value) > self._most_bytes:
            return
        self._values[forward, name] = value
        self.bytes += size_of(value)
        while self.bytes > self._most_bytes:
            self._drop(next(iter(self._values)))

    def forget(self, image: str) -> None:
        """Drop all that was made of a picture."""
        for key in [key for key in self._values if key[0].image == image]:
            self._drop(key)

    def _drop(self, key: tuple[Forward, Hashable]) -> None:
        if key in self._values:
            self.bytes -= size_of(self._values.pop(key))


def size_of(value: Any) -> int:
    """Bytes of the tensors and arrays in a value, and a kilobyte for anything."""
    if isinstance(value, Tensor | np.ndarray):
        return LEAST_BYTES + int(cast(Any, value).nbytes)
    if isinstance(value, Mapping):
        return LEAST_BYTES + sum(size_of(part) for part in cast(Mapping[Any, Any], value).values())
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return LEAST_BYTES + sum(size_of(part) for part in cast(Sequence[Any], value))
    return LEAST_BYTES + (len(value) if isinstance(value, str | bytes) else 0)

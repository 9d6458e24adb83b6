"""Maps that travel in a page: the picture that a browser decodes has the colours of the numbers."""

from base64 import b64decode
from io import BytesIO

import numpy as np
import torch
from PIL import Image

from app.image.colour import coloured, span_of
from app.image.maps import map_of, map_uri


def test_a_map_is_the_mean_over_the_channels_or_one_of_them() -> None:
    tensor = torch.rand(5, 3, 4, generator=torch.Generator().manual_seed(4))
    np.testing.assert_allclose(map_of(tensor), tensor.numpy().mean(axis=0), rtol=1e-6)
    np.testing.assert_array_equal(map_of(tensor, 2), tensor[2].numpy())


def test_a_map_s_address_holds_one_pixel_a_cell_in_the_span_s_colours() -> None:
    values = torch.randn(7, 9, generator=torch.Generator().manual_seed(5)).numpy()
    values[0, 0] = np.nan
    kind, _, data = map_uri(values, span_of(values)).partition(",")
    assert kind == "data:image/png;base64"
    pixels = np.array(Image.open(BytesIO(b64decode(data))).convert("RGB"))
    np.testing.assert_array_equal(pixels, coloured(values, span_of(values)))

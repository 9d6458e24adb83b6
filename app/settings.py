"""What the environment says: every setting is TENSORWALK_ and its name in capitals."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.errors import UserError

PREFIX = "TENSORWALK_"
Device = Literal["auto", "cuda", "mps", "cpu", "meta"]
ALLOWED = {
    "device": ", ".join(get_args(Device)),
    "base_url": "scheme and host, such as https://example.org",
    "warm_up": "true or false",
    "data": "a folder",
    "secret": "any text",
    "weights": "a folder",
    "decks": "a folder",
}


class Settings(BaseSettings):
    """device: where networks run for time and memory; `auto` is cuda, then mps, then meta (shapes only).
    base_url: the public origin for canonical links, such as https://example.org; "" uses the request's own.
    warm_up: trace a network at start, so that the first visitor does not wait for torch to load its parts.
    data: the folder of what is kept between requests, such as uploaded pictures; servers that share it share those.
    secret: what unguessable names are made from; "" makes one at first need and keeps it in the folder.
    weights: the folder of published weights; None is `weights` in `data`.
    decks: the folder of a lecturer's own lectures; None is `decks` in `data`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    device: Device = "auto"
    base_url: Annotated[str, Field(pattern=r"^(https?://[^/?#@\s]+/?)?$")] = ""
    warm_up: bool = True
    data: Path = Path("data")
    secret: str = ""
    weights: Path | None = None
    decks: Path | None = None


@cache
def settings() -> Settings:
    """The settings of this process, read once. Raises UserError for the first that is not allowed."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise UserError(f"{PREFIX}{name.upper()}", first["input"], ALLOWED[name]) from None

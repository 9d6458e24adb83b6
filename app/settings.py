"""What the environment says: every setting is TENSORWALK_ and its name in capitals."""

from functools import cache
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """device: where networks run for time and memory; `auto` is cuda, then mps, then meta (shapes only).
    base_url: the public origin for canonical links, such as https://example.org; "" uses the request's own.
    warm_up: trace a network at start, so that the first visitor does not wait for torch to load its parts."""

    model_config = SettingsConfigDict(env_prefix="TENSORWALK_", frozen=True)

    device: Literal["auto", "cuda", "mps", "cpu", "meta"] = "auto"
    base_url: str = ""
    warm_up: bool = True


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()

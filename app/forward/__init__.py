"""Which network with which weights runs on which picture: the composition of `app/image`, its caches and its runner."""

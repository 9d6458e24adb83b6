"""Room 2: an nn.Module becomes a Graph, by forward hooks on a real run."""

"""Tensorwalk: measured tensor shapes through ResNet and Inception, one linkable picture a view."""

__version__ = "0.1.0"

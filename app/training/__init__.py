"""Trains small networks on the program's own pictures: a preset's name in, a checkpoint and its record out."""

from app.training.record import train_all

TRAINED = ("cifar_resnet20", "cifar_plain20", "cifar_googlenet")

__all__ = ["TRAINED", "train_all"]

"""What is said of weights follows the language; which weights they are does not, so that a network is loaded once."""

from app.image.weights import weights_for
from app.language import speaking
from app.nets import config


def test_weights_are_the_same_in_every_language() -> None:
    english = weights_for(config("cifar_resnet20", seed=7))
    with speaking("zh"):
        chinese = weights_for(config("cifar_resnet20", seed=7))
    assert english == chinese
    assert [here.says for here in english] != [there.says for there in chinese]
    assert "种子 7" in chinese[-1].says

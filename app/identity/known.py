"""What each preset is, in one line, and where that comes from. Facts of history, not of shapes: those are traced."""

from typing import NamedTuple

from app.language import message


class Known(NamedTuple):
    """what: the line. source: whose network this is; both are messages. kin: presets of other families that it is to be
    told from."""

    what: str
    source: str
    kin: tuple[str, ...] = ()


TABLE_1 = message("He et al. 2015, Table 1; torchvision")
V1 = message("He et al. 2015, Table 1; Caffe's ResNet-50, 101 and 152")
V15 = message("torchvision; NVIDIA calls it ResNet v1.5")
CIFAR = message("He et al. 2015, section 4.2")
PLAIN = message("He et al. 2015, section 3.3")
TIMM = "timm"
TRICKS = message("timm; He et al. 2018, Bag of Tricks, Figure 2")
VGG = message("Simonyan and Zisserman 2014, Table 1; torchvision")
XIE = message("Xie et al. 2017, Aggregated Residual Transformations; torchvision")
WIDE = message("Zagoruyko and Komodakis 2016, Wide Residual Networks; torchvision")

KNOWN: dict[str, Known] = {
    "resnet18": Known(message("ResNet-18 with option B, as torchvision builds it"), TABLE_1),
    "resnet34": Known(message("ResNet-34 with option B, as torchvision builds it"), TABLE_1),
    "resnet50": Known(
        message("ResNet-50 v1.5, torchvision's: a bottleneck's stride sits in its 3×3, not in its first 1×1"), V15
    ),
    "resnet101": Known(message("ResNet-101 v1.5, torchvision's: a bottleneck's stride sits in its 3×3"), V15),
    "resnet152": Known(message("ResNet-152 v1.5, torchvision's: a bottleneck's stride sits in its 3×3"), V15),
    "resnet50_v1": Known(message("ResNet-50 v1, the paper's: a bottleneck's stride sits in its first 1×1"), V1),
    "resnet101_v1": Known(message("ResNet-101 v1, the paper's: a bottleneck's stride sits in its first 1×1"), V1),
    "resnet152_v1": Known(message("ResNet-152 v1, the paper's: a bottleneck's stride sits in its first 1×1"), V1),
    "plain18": Known(message("The paper's plain network of 18 layers: ResNet-18 without shortcuts"), PLAIN),
    "plain34": Known(message("The paper's plain network of 34 layers: ResNet-34 without shortcuts"), PLAIN, ("vgg19",)),
    "highway34": Known(
        message(
            "ResNet-34 with a highway's gates in place of its additions: a contrast made here, no published network"
        ),
        message("gates: Srivastava et al. 2015, Highway Networks, equation 3"),
    ),
    "resnet26": Known(message("timm's ResNet-26: bottlenecks, two in each layer; no network of the paper"), TIMM),
    "resnet26d": Known(
        message("timm's ResNet-26-D: deep stem, and the projection's stride in an average pool"), TRICKS
    ),
    "resnet34d": Known(
        message("timm's ResNet-34-D: deep stem, and the projection's stride in an average pool"), TRICKS
    ),
    "resnet50c": Known(message("ResNet-50-C: three 3×3 instead of the 7×7"), TRICKS),
    "resnet50d": Known(message("ResNet-50-D: C's deep stem, and the projection's stride in an average pool"), TRICKS),
    "resnetv2_50": Known(
        message("ResNet-50 v2, pre-activation: normalisation and activation ahead of each convolution"),
        message("timm; He et al. 2016, Identity Mappings, Figure 4e"),
    ),
    "seresnet50": Known(
        message("SE-ResNet-50: a gate weighs the channels of each block before the addition"),
        message("timm; Hu et al. 2018, Squeeze-and-Excitation Networks, Table 1"),
    ),
    "resnext50_32x4d": Known(message("ResNeXt-50 32×4d: 32 groups of 4 channels in each 3×3"), XIE),
    "resnext101_32x8d": Known(message("ResNeXt-101 32×8d: 32 groups of 8 channels in each 3×3"), XIE),
    "resnext101_64x4d": Known(message("ResNeXt-101 64×4d: 64 groups of 4 channels in each 3×3"), XIE),
    "wide_resnet50_2": Known(message("Wide ResNet-50-2: twice the channels inside each bottleneck"), WIDE),
    "wide_resnet101_2": Known(message("Wide ResNet-101-2: twice the channels inside each bottleneck"), WIDE),
    "cifar_resnet20": Known(message("The paper's ResNet-20 for CIFAR-10, n = 3, option A"), CIFAR),
    "cifar_resnet32": Known(message("The paper's ResNet-32 for CIFAR-10, n = 5, option A"), CIFAR),
    "cifar_resnet44": Known(message("The paper's ResNet-44 for CIFAR-10, n = 7, option A"), CIFAR),
    "cifar_resnet56": Known(message("The paper's ResNet-56 for CIFAR-10, n = 9, option A"), CIFAR),
    "cifar_resnet110": Known(message("The paper's ResNet-110 for CIFAR-10, n = 18, option A"), CIFAR),
    "cifar_resnet1202": Known(message("The paper's ResNet-1202 for CIFAR-10, n = 200, option A"), CIFAR),
    "cifar_plain20": Known(message("The paper's plain network of 20 layers for CIFAR-10"), CIFAR),
    "cifar_plain32": Known(message("The paper's plain network of 32 layers for CIFAR-10"), CIFAR),
    "cifar_plain44": Known(message("The paper's plain network of 44 layers for CIFAR-10"), CIFAR),
    "cifar_plain56": Known(message("The paper's plain network of 56 layers for CIFAR-10"), CIFAR),
    "cifar_plain110": Known(message("The paper's plain network of 110 layers for CIFAR-10"), CIFAR),
    "googlenet": Known(
        message(
            "torchvision's GoogLeNet: batch normalisation, and a 3×3 in the branch named 5×5 (pytorch/vision issue 906)"
        ),
        message("torchvision; Szegedy et al. 2014"),
        ("inception_v3",),
    ),
    "googlenet_paper": Known(
        message("The paper's GoogLeNet: 5×5 convolutions, biases, local response normalisation"),
        message("Szegedy et al. 2014, Table 1; Caffe's bvlc_googlenet"),
        ("inception_v3",),
    ),
    "googlenet_naive": Known(
        message("GoogLeNet of naive modules, without 1×1 reductions: what the paper argues against"),
        message("Szegedy et al. 2014, Figure 2a"),
    ),
    "cifar_googlenet": Known(
        message(
            "GoogLeNet for 32×32 images, an eighth as wide and behind a single 3×3: no published network, made here to "
            "be trained in minutes"
        ),
        message("modules: Szegedy et al. 2014; stem: He et al. 2015, section 4.2"),
        ("cifar_resnet20",),
    ),
    "inception_v3": Known(
        message("Inception-v3 as torchvision builds it: factorised 7×7, grid reductions, 299 pixels"),
        message("torchvision; Szegedy et al. 2015, Rethinking the Inception Architecture, Table 1"),
        ("inception_v4", "googlenet"),
    ),
    "inception_v4": Known(
        message("Inception-v4 as timm builds it: more modules and a stem of branches, no residuals"),
        message("timm; Szegedy et al. 2016, Figure 9"),
        ("inception_v3", "inception_resnet_v2"),
    ),
    "inception_resnet_v2": Known(
        message("Inception-ResNet-v2 as timm builds it: modules whose result is scaled and added"),
        message("timm; Szegedy et al. 2016, Figure 15"),
        ("inception_v4", "inception_v3"),
    ),
    "vgg16": Known(message("VGG-16, configuration D of the paper"), VGG),
    "vgg19": Known(message("VGG-19, configuration E of the paper"), VGG, ("plain34",)),
    "nin": Known(
        message("Network in Network for CIFAR-10, with the widths of its authors' code"),
        message("Lin et al. 2014; mavenlin/cuda-convnet"),
    ),
    "lenet5": Known(
        message(
            "LeNet-5 as it has been built since: plain pools, every map of C3 reads all of S2, a linear last layer"
        ),
        message("LeCun et al. 1998, section II.B"),
    ),
}

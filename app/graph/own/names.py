"""Names that torch and the world's networks have for things: functions by what they do to numbers, classes by kind."""

# fmt: off
# They hand on the numbers that they were given.
SAME = frozenset({
    "contiguous", "clone", "detach", "to", "float", "half", "double", "bfloat16", "type_as", "data", "cpu", "cuda",
})
# They make a tensor without looking into the one that they are given.
FACTORIES = frozenset({
    "new_zeros", "new_ones", "new_full", "new_empty", "new_tensor",
    "zeros_like", "ones_like", "full_like", "empty_like", "rand_like", "randn_like",
})
# They read a number out of a tensor: what the program then does depends on the image.
VALUES = frozenset({
    "item", "tolist", "numpy", "equal", "allclose", "is_nonzero",
    "__bool__", "__int__", "__float__", "__complex__", "__index__", "__array__",
})
# Cell by cell: shapes and receptive fields stay.
ELEMENTWISE = frozenset({
    "add", "sub", "rsub", "mul", "div", "exp", "log", "abs", "sqrt", "rsqrt", "pow", "square", "clamp", "neg",
    "minimum", "maximum", "where", "lerp", "addcmul", "sin", "cos", "erf", "floor", "round", "sign", "rdiv", "rpow",
    "reciprocal", "log1p", "expm1", "log2", "log10", "clip", "clamp_min", "clamp_max", "fmod", "remainder",
    "masked_fill", "gt", "lt", "ge", "le", "eq", "ne", "logical_and", "logical_or", "logical_not", "bool",
    "nan_to_num", "threshold",
})
# They reckon with several numbers of one place (over channels), or with all that there are.
REDUCTIONS = frozenset({
    "sum", "mean", "max", "min", "amax", "amin", "std", "var", "prod", "vector_norm", "logsumexp", "argmax", "argmin",
    "topk", "sort", "cumsum", "softmin", "glu", "normalize", "cosine_similarity", "channel_shuffle", "any", "all",
    "adaptive_max_pool2d", "adaptive_avg_pool2d", "median", "count_nonzero",
})
# They multiply tensors with one another.
PRODUCTS = frozenset({
    "matmul", "rmatmul", "bmm", "mm", "einsum", "scaled_dot_product_attention", "addmm", "baddbmm", "tensordot", "mv",
    "inner", "outer", "dot",
})
# They move, cut or repeat numbers; the receptive field stays where height and width do.
LAYOUT = frozenset({
    "view", "reshape", "permute", "transpose", "unsqueeze", "squeeze", "expand", "repeat", "chunk", "split", "unbind",
    "getitem", "narrow", "movedim", "swapaxes", "unflatten", "stack", "cat", "flip", "roll", "index_select",
    "tensor_split", "T", "mT", "select", "flatten", "expand_as", "broadcast_to", "swapdims", "view_as", "reshape_as",
    "hstack", "vstack", "dstack", "repeat_interleave", "tile", "unfold", "fold", "interpolate", "pixel_shuffle",
    "pixel_unshuffle", "gather", "take_along_dim", "rot90", "fliplr", "flipud", "ravel", "moveaxis", "adjoint", "pad",
})
# They do nothing but give the same numbers another shape, which their output tells.
SHAPED = frozenset({
    "view", "reshape", "unsqueeze", "squeeze", "expand", "unflatten", "flatten", "expand_as", "broadcast_to", "view_as",
    "reshape_as", "ravel",
})
# The order of what they read makes no difference.
COMMUTE = frozenset({"add", "mul", "minimum", "maximum"})
# Called with training=True they drop numbers in use too.
DROPPING = frozenset({
    "dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "feature_alpha_dropout", "feature_dropout",
})
# Spellings of one function.
SPELLINGS = {
    "rmul": "mul", "multiply": "mul", "radd": "add", "truediv": "div", "true_divide": "div", "divide": "div",
    "concat": "cat", "concatenate": "cat", "norm": "vector_norm", "logsigmoid": "log_sigmoid",
}
# The function that a module without weights calls.
FUNCTIONS = {
    "Upsample": "interpolate", "UpsamplingNearest2d": "interpolate", "UpsamplingBilinear2d": "interpolate",
    "PixelShuffle": "pixel_shuffle", "PixelUnshuffle": "pixel_unshuffle", "ChannelShuffle": "channel_shuffle",
    "ZeroPad2d": "pad", "ConstantPad2d": "pad", "ReflectionPad2d": "pad", "ReplicationPad2d": "pad",
    "CircularPad2d": "pad", "Unflatten": "unflatten", "Flatten": "flatten", "GLU": "glu", "Unfold": "unfold",
    "Fold": "fold", "AdaptiveMaxPool2d": "adaptive_max_pool2d", "AdaptiveAvgPool2d": "adaptive_avg_pool2d",
}

# Classes of torch that `graph/trace.py` does not name, for our networks have none of them.
DROPOUTS = frozenset({"Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout"})
NORMS = frozenset({
    "LayerNorm", "GroupNorm", "RMSNorm", "SyncBatchNorm", "BatchNorm1d", "BatchNorm3d", "InstanceNorm1d",
    "InstanceNorm2d", "InstanceNorm3d",
})
SOFTMAXES = frozenset({"LogSoftmax", "Softmax2d", "Softmin"})

# Blocks and auxiliary heads as torchvision and timm call them, and what people call the branch past a block.
BLOCKS = frozenset({
    "BasicBlock", "Bottleneck", "PreActBasic", "PreActBottleneck", "InvertedResidual", "Fire", "CNBlock", "MBConv",
    "FusedMBConv", "Inception", "InceptionA", "InceptionB", "InceptionC", "InceptionD", "InceptionE", "ReductionA",
    "ReductionB", "Block35", "Block17", "Block8", "Mixed3a", "Mixed4a", "Mixed5a", "Mixed5b", "Mixed6a", "Mixed7a",
})
AUX = frozenset({"InceptionAux"})
SHORTCUTS = frozenset({"downsample", "shortcut", "skip", "projection"})
# fmt: on

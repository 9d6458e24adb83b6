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
    "minimum", "maximum", "where", "lerp", "addcmul", "sin", "cos", "erf", "floor", "round", "sign",
})
# They move, cut or repeat numbers; the receptive field stays where height and width do.
LAYOUT = frozenset({
    "view", "reshape", "permute", "transpose", "unsqueeze", "squeeze", "expand", "repeat", "chunk", "split", "unbind",
    "getitem", "narrow", "movedim", "swapaxes", "unflatten", "stack", "cat", "flip", "roll", "index_select",
    "tensor_split", "T", "mT", "select",
})
# Spellings of one function.
SPELLINGS = {
    "rmul": "mul", "multiply": "mul", "radd": "add", "truediv": "div", "true_divide": "div", "divide": "div",
    "concat": "cat", "concatenate": "cat",
}

# Classes of torch that `graph/trace.py` does not name, for our networks have none of them.
DROPOUTS = frozenset({"Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout"})
NORMS = frozenset({"LayerNorm", "GroupNorm", "InstanceNorm2d", "RMSNorm", "SyncBatchNorm"})

# Blocks and auxiliary heads as torchvision and timm call them, and what people call the branch past a block.
BLOCKS = frozenset({
    "BasicBlock", "Bottleneck", "PreActBasic", "PreActBottleneck", "InvertedResidual", "Fire", "CNBlock", "MBConv",
    "FusedMBConv", "Inception", "InceptionA", "InceptionB", "InceptionC", "InceptionD", "InceptionE", "ReductionA",
    "ReductionB", "Block35", "Block17", "Block8", "Mixed3a", "Mixed4a", "Mixed5a", "Mixed5b", "Mixed6a", "Mixed7a",
})
AUX = frozenset({"InceptionAux"})
SHORTCUTS = frozenset({"downsample", "shortcut", "skip", "projection"})
# fmt: on

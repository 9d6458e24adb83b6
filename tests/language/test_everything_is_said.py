"""Every kind of page in Chinese: nothing that a person reads or hears on it is left in English.

What may stay is in one table, with its reason. The same texts must be set as Chinese is: full-width punctuation in
sentences, a space between Chinese and Latin and none beside full-width signs.
"""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.language.catalogue import catalogue
from tests.language.texts import texts
from tests.web.conftest import served

DECKS = Path(__file__).parents[1] / "golden" / "decks"
PICTURE = "image=scene&weights=random"
SMALL = f"input=3,64,64&{PICTURE}"

# What stays as it is in Chinese, as regular expressions, and why. The order counts: titles go before the names in them.
LEAVES = (
    "act|add|avgpool|bn|classif|classifier|concat|conv|downsample|dropout|excite|fc|features|flatten|gate|global_pool|head"
    "|input|last_linear|maxpool|mix|multiply|output|pool|poolg|prob|relu|repeat|scale|se|shortcut|softmax|squeeze|stages|transform"
)
STAYING = {
    "code, and what an operation itself reported": r"`[^`]*`|cannot add \(.*?\) to \(.*?\)",
    "what was asked for, in quotes": r"“[^”]*”",
    "addresses": r"https?://[^\s“”，。；）]+"
    r"|/(?:net|compare|decks?|embed|build|api|family|weights|share|images)\b[^\s“”，。；）]*",
    "keys and values, as an address has them": r"[\w%]+=[\w%+,./×]*|(?<=允许：)[\w., :/{}?=&、-]+"
    r"|(?<=最接近的是：)[\w.:、-]+|(?:^|(?<=；)|(?<=\|))\w+(?=：)|(?:预设为|恢复 +为|去掉|预设)[ |]+\w+"
    r"|^(?:resnet|googlenet|nin)(?: 50)?$|googlenet(?=，改动)|shape-\w+|(?<=只能与 )image",
    "titles of what is cited": r"Going Deeper with Convolutions|Bag of Tricks"
    r"|Identity Mappings(?: in Deep Residual Networks)?|Squeeze-and-Excitation Networks|Highway Networks"
    r"|Aggregated Residual Transformations|Wide Residual Networks|Rethinking the Inception Architecture"
    r"|Understanding and visualizing ResNets|Deep Residual Learning for Image Recognition"
    r"|pytorch/vision issue|arXiv:[\d.]+",
    "what a lecturer cites, in its own language": r"He et al\. 2015(?:,| ·) (?:Figure|section)[ \d.]*|· Tests ·",
    "authors": r"\b(?:He|Szegedy|Lin|LeCun|Srivastava|Simonyan|Zisserman|Xie|Zagoruyko|Komodakis|Hu|Krizhevsky|Ioffe"
    r"|Chen|Yan|Zhang|Ren|Sun|Pablo Ruiz|Ruiz|T\.)(?: et al\.?)?(?!\w)",
    "headings of GoogLeNet's Table 1 and of the article, as printed there": r"^(?:[35]×[35] reduce|pool proj|linear)$"
    r"|^(?:Layers|Conv1)(?=，正文)",
    "files": r"[\w-]*\.(?:tex|tikz|json|csv|svg|png|pdf|py|yaml|pth)\b",
    "module paths": rf"(?<![\w.] )\b(?:{LEAVES})(?:\.\w+)*\b(?!\.\w)(?! [A-Za-z])",
    "names with digits or underscores": r"[\w.]*[0-9_][\w.]*",
    "networks": r"\b(?:(?:Wide |CIFAR |SE-)?(?:ResNeXt|ResNets?|Inception|GoogLeNet|VGG|LeNet|Plain|plain|Highway)"
    r"(?:-\w+)*|Wide ResNet|Network in Network|CIFAR|ImageNet|cuda-convnet|Block)(?![a-z])",
    "operations by their only name": r"\b(?:ReLU|[Ss]igmoid|[Tt]anh|[Ss]oftmax|[Dd]ropout|BN|LRN|SE|squeeze|excitation"
    r"|log|exp|max|floor|ceil|[Ss]tem|conv|Conv|fc|mlpconv|Grad-CAM|Dense|highway)\b",
    "programs and firms": r"\b(?:PyTorch|torchvision|timm|gluon|Caffe|NVIDIA|Tensorwalk|mavenlin|CPU|LaTeX|TikZ|BibTeX"
    r"|Markdown|YAML|Apache)\b",
    "formats and units": r"\b(?:SVG|PNG|PDF|JSON|CSV|JPEG|WebP|GIF|BMP|HTML|NaN|UTF|SHA|[Tt]op|[KMGT]i?B|FLOPs?|px"
    r"|multipart/form-data)\b",
    "keys of a keyboard": r"\b(?:Ctrl|Shift|Enter|Esc|Home|End|Space|Page)\b",
    "languages in their own words": r"\bEnglish\b",
}
WORD = re.compile(r"[A-Za-z]{3,}|\b(?:of|in|to|is|it|by|at|on|no|or|an|as)\b", re.ASCII)
HAN = "\u4e00-\u9fff"
UNTIDY = {
    "no space between Chinese and Latin": re.compile(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9%][{HAN}]"),
    "a half-width sign in a Chinese sentence": re.compile(rf"[{HAN}][,;:!?](?![\w/]| /\d)|[{HAN}]\.(?:\s|$)"),
    "a space beside a full-width sign": re.compile(r"[，。；：？！、）] (?!›|·|→)|(?<=[^\s|]) [，。；：？！、（）]"),
    "a sign twice": re.compile(r"[。，；：、][。，；：、.]|\.。"),
    "no polite pronoun": re.compile("您"),
}


def english(text: str) -> str:
    """What is left of a text when what may stay is gone; "" where no English word is."""
    for pattern in STAYING.values():
        text = re.sub(pattern, " ", text, flags=re.ASCII)
    return " ".join(WORD.findall(text))


def nets(preset: str, paths: str, query: str = "") -> list[str]:
    return [f"/net/{preset}{'/' if path else ''}{path}{query}" for path in paths.split(" ")]


PAGES = [
    "/", "/?q=nothingatall", "/family/resnet", "/family/inception", "/weights", "/decks", "/compare",
    "/compare?a=resnet34&b=plain34", "/compare?a=googlenet&b=googlenet_paper/inception3a",
    "/compare?a=resnet18/layer1.0&b=resnet18/layer1.0%3Fstem%3Dcifar&c=cifar_resnet20/layer1.0",
    *nets("cifar_resnet20", "", "?chart=receptive-field"),
    *nets("resnet34", " input stem layer2 layer2.0 head conv1 bn1 act1 maxpool"),
    *nets("resnet34", "layer2.0.downsample layer2.0.add avgpool fc"),
    *nets("resnet50", "layer1.0 layer1"), *nets("resnetv2_50", "stages.0.blocks.0"),
    *nets("seresnet50", "layer1.0 layer1.0.se"),
    *nets("resnet50d", "layer2.0"), *nets("resnext50_32x4d", "layer1.0.conv2"),
    *nets("cifar_resnet20", "layer2.0 layer2.0.downsample"), *nets("highway34", " layer1.1 layer2.0"),
    *nets("googlenet", " inception3a inception4 inception3a.branch2.0.conv inception3a.branch4.0", "?aux=true"),
    *nets("googlenet_paper", " inception3a dropout softmax"), *nets("googlenet_naive", "inception3a"),
    *nets("inception_v3", " Mixed_6a"), *nets("inception_v4", ""), *nets("inception_resnet_v2", " repeat.0"),
    *nets("vgg16", " conv1"), *nets("lenet5", ""), *nets("nin", ""),
    *nets("resnet18", "layer1 layer1.0", "?view=schematic"), *nets("resnet18", "", "?shortcut=identity"),
    *nets("resnet18", " layer2.0 layer2.0.add", "?shortcut=identity"),
    *nets("resnet34", "", "?input=3,225,225&shortcut=A"),
    *nets("cifar_resnet20", " layer2.0 conv1 layer1.0.add", "?image=shape-star&off=layer1.1"),
    *nets("cifar_resnet20", "layer2.0.conv1", "?image=shape-star&channel=3&cell=3,5&class=2&range=network"),
    *nets("cifar_googlenet", " inception3a", "?image=shape-star"),
    *nets("resnet18", "", f"?{SMALL}&off=layer1.0"), *nets("highway34", "layer1.1", f"?{SMALL}"),
    "/share/net/cifar_resnet20", "/share/net/resnet18/layer2.0", "/share/compare?a=resnet18&b=plain18",
    "/embed/net/resnet18", "/embed/compare?a=resnet18&b=plain18",
    "/deck/tiny/1", "/deck/tiny/network", "/deck/tiny/conv1", "/deck/tiny/conv1?guess=3x3", "/deck/tiny/block?reveal=1",
    "/deck/tiny/compared", "/deck/tiny/network/notes", "/deck/tiny/compared/notes",
    "/net/resnet18.svg", "/net/googlenet/inception3a.svg", "/net/resnet18/conv1.svg", "/net/resnet18/fc.svg",
    "/compare.svg?a=resnet18&b=plain18", "/net/resnet18/layer2.svg?view=schematic",
]  # fmt: skip
REFUSED = [
    "/nothing", "/net/resnet35", "/net/resnet34/layer9", "/net/resnet34.gif", "/deck/none", "/family/none",
    "/images/none",
    "/net/resnet34?depths=3,x", "/net/resnet34?input=3", "/net/resnet34?seed=-1", "/net/resnet34?classes=0",
    "/net/resnet34?blck=basic", "/net/resnet34?block=wide", "/net/resnet34?scale=cubic",
    "/net/resnet34?scale=log&scale=log",
    "/net/resnet34?groups=3", "/net/resnet34?base_width=0", "/net/resnet34?se=999", "/net/resnet34?order=x",
    "/net/resnet34?downsample=avg&shortcut=A",
    "/net/googlenet?inception3a=1", "/net/googlenet_paper?input=3,32,32&aux=true", "/net/inception_v4?modules=0,1,2",
    "/net/inception_v4?input=3,9,9", "/net/inception_v3?pool_features=1", "/net/inception_resnet_v2?scale=3",
    "/net/vgg16?depths=0", "/net/nin?mlpconv1=1", "/net/lenet5?widths=1", "/net/lenet5?pool=min",
    "/net/resnet34?image=none", "/net/resnet34?image=scene&crop=1", "/net/resnet34?image=scene&off=layer9",
    "/net/resnet34?channel=3", "/net/resnet34?image=scene&weights=none", "/net/resnet1202?image=scene",
    "/net/resnet34.png?width=0", "/net/resnet34?width=20", "/net/resnet34.pdf?page=a9",
    "/compare?a=resnet34&b=none", "/compare?a=resnet34&b=resnet34?seed=x", "/compare?d=resnet34", "/embed/net/none",
    "/oembed?url=x", "/oembed", "/share/net/none", "/deck/tiny/none", "/net/resnet34?shortcut=highway&order=pre",
    f"/activations/channels/resnet18/layer1.0?{SMALL}&channel=99", "/activations/none/resnet18?image=scene",
]  # fmt: skip
PANELS = [
    f"/activations/{panel}/{preset}?{query}"
    for panel, preset, query in [
        ("legend", "cifar_resnet20/layer1.0", "image=shape-star"),
        ("channels", "cifar_resnet20/layer1.0", "image=shape-star&channel=2"),
        ("prediction", "cifar_resnet20", "image=shape-star&off=layer1.0"),
        ("prediction", "resnet18", SMALL),
        ("picture", "cifar_resnet20", "image=shape-star&class=3"),
        ("kernel", "cifar_resnet20/layer1.0.conv1", "image=shape-star&channel=2&cell=3,5"),
        ("kernel", "cifar_resnet20/conv1", "image=shape-star"),
        ("kernel", "resnet18/maxpool", SMALL),
        ("residual", "cifar_resnet20/layer2.0", "image=shape-star"),
        ("residual", "cifar_resnet20", "image=shape-star&off=layer2.1"),
        ("residual", "highway34", SMALL),
        ("shares", "cifar_googlenet", "image=shape-star"),
        ("shares", "cifar_googlenet/inception3a", "image=shape-star"),
    ]
]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server whose lectures are those of the tests, asked by a browser that wishes for Chinese."""
    decks = tmp_path_factory.mktemp("decks")
    shutil.copy(DECKS / "tiny.yaml", decks)
    headers = {"accept": "text/html", "accept-language": "zh"}
    with served({"decks": decks}) as address, httpx.Client(base_url=address, headers=headers, timeout=60) as client:
        yield client


def read(web: httpx.Client, url: str) -> tuple[int, list[str]]:
    """The status and what is said. Names in a list of what may have been meant are names."""
    path, _, query = url.partition("?")
    answer = web.get(f"{path}?{query}{'&' if query else ''}lang=zh", follow_redirects=True)
    return answer.status_code, texts(re.sub(r"(<li><a [^>]*>)[a-z0-9_-]+(</a></li>)", r"\1\2", answer.text))


def wrong(said: list[str], where: str) -> list[str]:
    """What is English or badly set, with the place it was found."""
    left = [f"{where}: “{found}” in: {text}" for text in said if (found := english(text))]
    untidy = [
        f"{where}: {what}, “{found[0]}” in: {text}"
        for text in said
        for what, sign in UNTIDY.items()
        if (found := sign.search(text))
    ]
    return left + untidy


@pytest.mark.parametrize("url", PAGES)
def test_a_page_is_wholly_in_chinese(web: httpx.Client, url: str) -> None:
    status, said = read(web, url)
    assert status == 200
    assert any(re.search(f"[{HAN}]", text) for text in said)
    assert wrong(said, url) == []


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_refused_is_refused_in_chinese(web: httpx.Client, url: str) -> None:
    status, said = read(web, url)
    assert 400 <= status < 500
    assert wrong(said, url) == []


@pytest.mark.parametrize("url", PANELS)
def test_a_panel_is_wholly_in_chinese(web: httpx.Client, url: str) -> None:
    status, said = read(web, url)
    assert status == 200
    assert wrong(said, url) == []


@pytest.mark.parametrize("path", ["resnet18", "resnet18/layer2", "googlenet/inception3a"])
def test_the_table_as_a_file_is_in_chinese(web: httpx.Client, path: str) -> None:
    rows = list(csv.reader(io.StringIO(web.get(f"/net/{path}.csv?lang=zh").text.removeprefix("\ufeff"))))
    assert wrong(rows[0], path) == []
    assert wrong([cell for row in rows[1:] for cell in row[1:]], path) == []


@pytest.mark.parametrize("form", ["upload", "refused"])
def test_the_page_of_a_picture_is_in_chinese(web: httpx.Client, form: str) -> None:
    sent = web.get("/images/scene").content if form == "upload" else b"<svg/>"
    answer = web.post("/images?lang=zh", files={"image": ("a.png", sent)}, data={"next": "/net/cifar_resnet20?lang=zh"})
    assert answer.status_code == (201 if form == "upload" else 422)
    assert wrong(texts(answer.text), form) == []


@pytest.mark.parametrize("text", ["Skip to the numbers", "12 个 kernels", "no bias", "输入 of layer1", "Copied"])
def test_what_is_not_translated_would_be_found(text: str) -> None:
    assert english(text)


def test_a_message_without_its_translation_would_be_found(web: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(catalogue("zh"), "Copy link")
    assert "“Copy link”" in " ".join(wrong(read(web, "/net/cifar_resnet20?seed=7")[1], "it"))


@pytest.mark.parametrize("text", ["共2个", "参数, 乘加", "一句。 又一句", "完了。。", "完了.", "您的图片"])
def test_what_is_badly_set_would_be_found(text: str) -> None:
    assert any(sign.search(text) for sign in UNTIDY.values())

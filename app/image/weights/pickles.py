"""What a file of `torch.save` names and declares, looked at before torch unpickles it. Nothing is run, nothing loaded.

Since torch 1.6 it is a zip: one pickle `data.pkl`, and a member a tensor, none compressed. Before it was five pickles
in a row and the tensors' bytes; `googlenet-1378be20.pth`, the first ResNeXts and VGG are still published so. Anything
that tensors do not need is refused: other names in a pickle, other members in a zip, members that grow when unpacked.
"""

import io
import pickletools
import re
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.errors import UserError
from app.limits import limit

NAMES = {
    "collections OrderedDict",
    "torch._utils _rebuild_tensor",
    "torch._utils _rebuild_tensor_v2",
    "torch._utils _rebuild_parameter",
    *(f"torch {kind}Storage" for kind in ("Float", "Half", "BFloat16", "Double", "Long")),
}
# Operations that name what they call on the stack, where only running them would show it; torch.save writes none.
HIDDEN = {"STACK_GLOBAL", "INST", "OBJ", "NEWOBJ", "NEWOBJ_EX", "EXT1", "EXT2", "EXT4"}
LEGACY_PICKLES = 5  # magic number, protocol, byte order, the state dict, the order of the storages
MEMBER = re.compile(r"[^/]+/(data/\d+|version|byteorder|\.format_version|\.storage_alignment|\.data/serialization_id)")


class _Index(io.FileIO):
    """A file of which no more is read at once than the index of a checkpoint takes: `zipfile` believes what a zip says
    of its own directory."""

    def read(self, size: int | None = -1, /) -> bytes:
        most = limit("weights_index_bytes")
        found = super().read(most + 1 if size is None or size < 0 else min(size, most + 1))
        if len(found) > most:
            raise BadZipFile
        return found


def check_zip(file: Path) -> None:
    """Raise UserError unless this is a zip of uncompressed tensors and one pickle that only rebuilds them."""
    try:
        with _Index(file) as opened, ZipFile(opened) as archive:
            members = archive.infolist()
            _check_members(file, members)
            [index] = [member for member in members if member.filename.endswith("/data.pkl")]
            _check_names(file, io.BytesIO(archive.read(index)), 1)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise refused(file, "it is damaged: its end is missing, or the zip does not hold together") from None


def check_legacy(file: Path) -> None:
    """Raise UserError unless the pickles ahead of the tensors only rebuild these."""
    with file.open("rb") as opened:
        _check_names(file, io.BytesIO(opened.read(limit("weights_index_bytes"))), LEGACY_PICKLES)


def _check_members(file: Path, members: list[ZipInfo]) -> None:
    names = [member.filename for member in members]
    if any("/code/" in name or name.endswith("/constants.pkl") for name in names):
        raise refused(file, "it is a TorchScript program", "a state dict")
    pickles = [name for name in names if name.count("/") == 1 and name.endswith("/data.pkl")]
    others = [name for name in names if name not in pickles and not MEMBER.fullmatch(name)]
    if len(pickles) != 1 or others or len(set(names)) < len(names):
        strange = (others or pickles[1:] or ["no data.pkl"])[0]
        raise refused(file, f"a checkpoint is one data.pkl and its tensors; here is {strange[:60]}")
    if any(member.compress_type != ZIP_STORED or member.compress_size != member.file_size for member in members):
        raise refused(file, "its members are compressed, which torch.save never does")
    if sum(member.file_size for member in members) > file.stat().st_size:
        raise refused(file, "its members overlap, or declare more bytes than the file has")


def _check_names(file: Path, stream: IO[bytes], pickles: int) -> None:
    """Read the operations of so many pickles in a row. Raises UserError for one that could call something."""
    try:
        for _ in range(pickles):
            for operation, argument, _ in pickletools.genops(stream):
                if operation.name in HIDDEN or (operation.name == "GLOBAL" and argument not in NAMES):
                    asked = str(argument or operation.name).replace(" ", ".")[:60]
                    raise refused(file, f"it asks for {asked}, which tensors do not need; nothing of it was run")
    except (ValueError, UnicodeDecodeError):
        raise refused(file, "it is damaged, or no checkpoint") from None


def refused(file: Path, because: str, right: str = "") -> UserError:
    """The error of a file that cannot be used; its folder is nobody's business."""
    return UserError("weights", file.name, right, because=because)

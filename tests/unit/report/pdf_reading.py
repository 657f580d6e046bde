"""What a PDF says to whoever hears it read: its structure in reading order, each part with its text."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

import pikepdf


@dataclass
class Element:
    """A part of the structure: its role, text, alternative text, table attributes and the parts in it."""

    role: str
    alt: str = ""
    scope: str = ""
    headers: bool = False
    own: list[str] = field(default_factory=list)
    parts: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        words = (part if isinstance(part, str) else part.text for part in self.parts)
        return " ".join("".join(words).split())

    def find(self, *roles: str) -> list[Element]:
        """The elements of some roles below this one, in reading order."""
        inner = [part for part in self.parts if isinstance(part, Element)]
        return [
            element
            for part in inner
            for element in ([part] if part.role in roles else []) + part.find(*roles)
        ]


def open_pdf(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def read_structure(pdf: pikepdf.Pdf) -> Element:
    texts = {page.objgen: read_marked_texts(page) for page in pdf.pages}
    return _read(pdf.Root.StructTreeRoot.K, None, texts)


def _read(node, page, texts) -> Element:
    if isinstance(node, pikepdf.Array):
        (node,) = node
    page = node.Pg.objgen if "/Pg" in node else page
    attributes = _as_list(node.get("/A"))
    element = Element(
        str(node.S)[1:],
        str(node.get("/Alt", "")),
        next((str(each.Scope)[1:] for each in attributes if "/Scope" in each), ""),
        any("/Headers" in each for each in attributes),
    )
    for kid in _as_list(node.get("/K")):
        if isinstance(kid, int):
            element.parts.append(texts[page][kid])
        elif "/S" in kid:
            element.parts.append(_read(kid, page, texts))
        elif "/MCID" in kid:
            of = kid.Pg.objgen if "/Pg" in kid else page
            element.parts.append(texts[of][int(kid.MCID)])
    return element


def _as_list(value) -> list:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def read_marked_texts(page: pikepdf.Page) -> dict[int, str]:
    """The text of each piece of a page that the structure can point to, by its number."""
    fonts = {name: _read_letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    texts: dict[int, str] = {}
    stack: list[tuple[int | None, bool]] = []
    letters: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            properties = operands[1] if name == "BDC" else {}
            is_dictionary = isinstance(properties, pikepdf.Dictionary)
            number = int(properties.MCID) if is_dictionary and "/MCID" in properties else None
            replaced = is_dictionary and "/ActualText" in properties
            stack.append((number, replaced))
            if number is not None:
                texts.setdefault(number, "")
            if replaced:
                _add(texts, stack, str(properties.ActualText))
        elif name == "EMC":
            stack.pop()
        elif name == "Tf":
            letters = fonts[str(operands[0])]
        elif name in ("Tj", "TJ") and not any(replaced for _, replaced in stack):
            pieces = operands[0] if name == "TJ" else [operands[0]]
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    code = bytes(piece)
                    pairs = (code[at : at + 2] for at in range(0, len(code), 2))
                    _add(texts, stack, "".join(letters.get(pair, "\ufffd") for pair in pairs))
    return texts


def _add(texts, stack, words) -> None:
    number = next((number for number, _ in reversed(stack) if number is not None), None)
    if number is not None:
        texts[number] += words


def _read_letters(font) -> dict[bytes, str]:
    """What the codes of a font stand for, of two bytes each."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    letters = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letter in re.findall(r"<(\w+)>\s*<(\w+)>", part):
            letters[bytes.fromhex(code)] = bytes.fromhex(letter).decode("utf-16-be")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            start = int(letter, 16)
            for at in range(int(first, 16), int(last, 16) + 1):
                letters[at.to_bytes(2, "big")] = chr(start + at - int(first, 16))
    return letters

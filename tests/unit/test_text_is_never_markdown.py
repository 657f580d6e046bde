"""No text reaches Streamlit except through csp.shell.messages and csp.core.markup.plain.

ruff forbids st.title and its like by name (pyproject.toml); it cannot see the same method called
on a column, nor what a label or a help is made of. This reads the source for both.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOME = "csp/shell/messages.py"

INSTEAD = {
    "title": "messages.title",
    "header": "messages.subheader",
    "subheader": "messages.subheader",
    "caption": "messages.caption",
    "markdown": "messages.paragraph, bullets or numbered",
    "write": "messages.paragraph",
    "text": "messages.paragraph",
    "badge": "messages.caption",
    "latex": "messages.paragraph",
    "error": "messages.error",
    "exception": "messages.error",
    "warning": "messages.warning",
    "info": "messages.info",
    "success": "messages.success",
    "toast": "messages.toast",
}
CONTROLS = {
    "audio_input",
    "button",
    "camera_input",
    "chat_input",
    "checkbox",
    "color_picker",
    "date_input",
    "datetime_input",
    "dialog",
    "download_button",
    "expander",
    "feedback",
    "file_uploader",
    "form_submit_button",
    "html",
    "link_button",
    "menu_button",
    "multiselect",
    "number_input",
    "pills",
    "popover",
    "radio",
    "segmented_control",
    "select_slider",
    "selectbox",
    "slider",
    "spinner",
    "status",
    "tabs",
    "text_area",
    "text_input",
    "time_input",
    "toggle",
}
# How many of the first arguments of a method are Markdown, beside label, help and the like.
LABELLED = {
    **dict.fromkeys(CONTROLS, 1),
    "metric": 3,
    "progress": 0,
    "page_link": 0,
    "Page": 0,
}
NAMED = {"label", "help", "title", "body", "text", "value", "delta", "captions", "summary"}
# Controls that write a value as text of their own, or as Markdown: not every argument of that name is.
NOT_MARKDOWN = {"value": set(LABELLED) - {"metric"}, "text": set(LABELLED) - {"progress"}}
# Controls whose choices are Markdown too; those of a select box are not.
CHOICES = {"pills", "radio", "segmented_control", "select_slider"}
# Modules of Streamlit that know the server and draw nothing.
BEHIND_THE_SCREEN = {"auth_util", "cli_util", "config"}
ESCAPES = {"plain", "bold", "join", "build_list", "icon", "style"}


def faults(source: str, name: str) -> Iterator[str]:
    """What is wrong in a module: "pages/x.py:12: ..." for each text that is given to Streamlit raw."""
    tree = ast.parse(source)
    modules, constants = _names(tree)
    if not any(each == "streamlit" or each.startswith("streamlit.") for each in modules.values()):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "streamlit" and _draws(node):
            yield f"{name}:{node.lineno}: import streamlit as st, so that this check sees what is drawn"
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        method, of = node.func.attr, node.func.value
        if isinstance(of, ast.Name) and (
            of.id in constants or modules.get(of.id, "streamlit") != "streamlit"
        ):
            continue
        at = f"{name}:{node.lineno}"
        if method in INSTEAD:
            yield f"{at}: {ast.unparse(of)}.{method}: call {INSTEAD[method]} of csp.shell.messages"
        elif method in LABELLED:
            for what, value in _markdown_of(node, method):
                if not _is_safe(value, constants):
                    yield f"{at}: {what} of {method}: put plain(...) of csp.core.markup around it"


def _draws(imported: ast.ImportFrom) -> bool:
    """Whether anything of what is imported from Streamlit could put something on the screen."""
    return not {each.name for each in imported.names} <= BEHIND_THE_SCREEN


def _names(tree: ast.Module) -> tuple[dict[str, str], set[str]]:
    """What a module's names stand for: modules and what is imported from them; words of its own."""
    modules: dict[str, str] = {}
    constants: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {(each.asname or each.name).split(".")[0]: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules |= {(each.asname or each.name): f"{node.module}.{each.name}" for each in node.names}
    for node in tree.body:
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            for name in ast.walk(target):
                if isinstance(name, ast.Name) and _is_constant(node.value):
                    constants.add(name.id)
                elif isinstance(name, ast.Name) and ast.unparse(node.value).startswith("logging."):
                    modules[name.id] = "logging"
    return modules, constants


def _markdown_of(call: ast.Call, method: str) -> Iterator[tuple[str, ast.expr]]:
    for i, value in enumerate(call.args[: LABELLED[method]]):
        yield f"argument {i + 1}", value
    keywords = {each.arg: each.value for each in call.keywords if each.arg}
    for name, value in keywords.items():
        if name in NAMED and method not in NOT_MARKDOWN.get(name, ()):
            yield name, value
    if method in CHOICES and len(call.args) > 1:
        shown = keywords.get("format_func")
        if not (isinstance(shown, ast.Name) and shown.id in ESCAPES):
            yield "argument 2", call.args[1]


def _is_literal(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not isinstance(value.value, bytes)


def _is_constant(value: ast.expr) -> bool:
    return all(map(_is_literal, value.elts)) if isinstance(value, ast.Tuple) else _is_literal(value)


def _is_safe(value: ast.expr, constants: set[str]) -> bool:
    """Whether a text is the page's own words, or has gone through plain."""
    if isinstance(value, ast.List | ast.Tuple):
        return all(_is_safe(each, constants) for each in value.elts)
    if isinstance(value, ast.IfExp):
        return _is_safe(value.body, constants) and _is_safe(value.orelse, constants)
    if isinstance(value, ast.ListComp):
        return _is_safe(value.elt, constants)
    if isinstance(value, ast.Name):
        return value.id in constants
    if isinstance(value, ast.Call):
        called = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        return called in ESCAPES
    return _is_literal(value)


def modules() -> list[Path]:
    """Everything that could draw: the entry point, the pages and the package, but for csp.shell.messages."""
    paths = [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "csp").rglob("*.py")]
    return [path for path in paths if path != ROOT / HOME]


def test_no_module_gives_text_to_streamlit_raw():
    raw_texts = [
        fault
        for path in modules()
        for fault in faults(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    ]
    assert raw_texts == [], "\n" + "\n".join(raw_texts)


def test_csp_messages_gives_nothing_raw_either():
    tree = ast.parse((ROOT / HOME).read_text(encoding="utf-8"))
    drawn = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith(("st.", "place."))
        and not ast.unparse(node.func).startswith("st.session_state.")
    ]
    assert len(drawn) > 10
    assert [ast.unparse(node) for node in drawn if not _is_safe(node.args[0], set())] == []


PLANTED = (
    "left.caption(text)",
    "st.sidebar.markdown('words')",
    "st.columns(2)[0].error(f'{text}')",
    "with left: st.write(text)",
    "st.button(text)",
    "st.button(f'Delete {text}')",
    "st.button('Delete ' + text)",
    "st.button('Delete', help=text)",
    "st.text_input('Name', help=f'{text}')",
    "left.metric('Crime', text)",
    "left.metric(plain(text), '1', delta=text)",
    "st.tabs([text, 'Other'])",
    "st.tabs([one.label for one in text])",
    "st.segmented_control('Which', text)",
    "st.pills('Which', text, format_func=str)",
    "st.page_link('pages/x.py', label=text)",
    "st.Page('x.py', title=text)",
    "st.popover(text)",
    "st.expander(label=text)",
    "st.toggle(text.label)",
    "st.html(text)",
    "st.button('Yes' if text else text)",
)


@pytest.mark.parametrize("line", PLANTED)
def test_text_that_is_given_raw_is_found(line):
    (fault,) = faults(
        f"import streamlit as st\nfrom csp.core.markup import plain\n{line}\n", "pages/planted.py"
    )
    assert fault.startswith("pages/planted.py:3: ")
    assert "csp.shell.messages" in fault or "plain(...)" in fault


@pytest.mark.parametrize(
    "line",
    [
        "messages.caption(text)",
        "board.write()",
        "_LOG.exception('It failed: %s', text)",
        "st.button('Delete')",
        "st.button(plain(f'Delete {text}'), help=plain(text))",
        "st.button(CALLED)",
        "st.selectbox('Plan', text, placeholder=text)",
        "st.segmented_control('Which', text, format_func=plain)",
        "st.segmented_control('Which', ['Rate', 'Count'])",
        "st.text_input('Year', text)",
        "st.tabs([plain(one) for one in text])",
        "st.button('Stop' if text else 'Go')",
        "left.metric(plain(text), plain(text), 'none')",
        "st.session_state.update(title=text)",
    ],
)
def test_the_pages_own_words_and_escaped_text_are_let_through(line):
    start = "import logging\nimport streamlit as st\nfrom csp import messages, board\n"
    start += "from csp.core.markup import plain\n_LOG = logging.getLogger()\nCALLED = 'Delete'\n"
    assert list(faults(f"{start}{line}\n", "pages/planted.py")) == []


def test_an_element_imported_by_its_name_is_found():
    assert list(faults("from streamlit import caption\ncaption(text)\n", "pages/planted.py"))

"""Every kind of element that the dashboard gives text to, once for each text of the file CSP_TEXTS names.

Served by tests/e2e/test_hostile_text.py.
"""

import json
import os
from pathlib import Path

import streamlit as st

from csp.core.markup import bold, plain, visible
from csp.shell import messages

TEXTS = json.loads(Path(os.environ["CSP_TEXTS"]).read_text(encoding="utf-8"))


def draw(i: int, text: str) -> None:
    messages.title(text)
    messages.subheader(text)
    messages.caption(text)
    messages.note(text)
    messages.paragraph(text)
    messages.paragraph(bold(text))
    messages.bullets([text])
    messages.numbered([text])
    messages.error(text)
    messages.warning(text, "group")
    messages.info(text)
    messages.success(text)
    st.button(plain(text), key=f"button{i}")
    st.download_button(plain(text), "data", key=f"download{i}")
    st.page_link(HERE, label=plain(text))
    st.toggle(plain(text), key=f"toggle{i}")
    st.checkbox(plain(text), key=f"checkbox{i}")
    st.text_input(plain(text), key=f"input{i}")
    st.text_area(plain(text), key=f"area{i}")
    st.slider(plain(text), 0, 1, key=f"slider{i}")
    st.selectbox(plain(text), [visible(text)], key=f"select{i}")
    st.multiselect(plain(text), [visible(text)], key=f"multi{i}")
    for control in (st.segmented_control, st.pills, st.radio):
        control(plain(text), [text], key=f"{control.__name__}{i}", format_func=plain)
    st.tabs([plain(text)])
    with st.form(f"form{i}"):
        st.form_submit_button(plain(text))
    with st.expander(plain(text)):
        messages.paragraph(text)
    with st.popover(plain(text)):
        messages.paragraph(text)


def draw_all() -> None:
    for i, text in enumerate(TEXTS):
        with st.container(key=f"text{i}"):
            draw(i, text)
    st.toast(plain(TEXTS[0]), duration="infinite")  # noqa: TID251 one that stays
    st.button("About", help=plain(TEXTS[0]), key="help")


HERE = st.Page(draw_all, title="Elements")
st.navigation([HERE], position="hidden").run()

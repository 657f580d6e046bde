"""The names of downloaded files, made of words that may hold anything."""

from csp.shell.outputs import file_name


def test_a_file_is_called_as_its_words_and_by_nothing_that_a_system_minds():
    assert file_name("Shoplifting by ward Jan to Dec 2020") == "shoplifting-by-ward-jan-to-dec-2020"
    assert file_name('../a\r\nSet-Cookie: b="c"\\d|e\u202e <f>') == "a-set-cookie-b=-c-d-e-f"

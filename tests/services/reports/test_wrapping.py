"""Lines of a given width."""

from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.services.reports.fonts import face
from ansinh_desktop.services.reports.wrapping import wrap, wrap_balanced

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyẤỆỢWM0123456789 -/.,"
TEXTS = st.text(_LETTERS, max_size=120).map(lambda text: " ".join(text.split()))


@given(TEXTS, st.floats(min_value=1.5, max_value=40))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text, room):
    lines = wrap(text, room, face("regular"))
    assert all(width <= room for _, width in lines)
    assert all(abs(face("regular").width(line) - width) < 1e-6 for line, width in lines)
    assert "".join(line for line, _ in lines).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.floats(min_value=12, max_value=40))
def test_words_that_fit_are_kept_whole(text, room):
    face_ = face("regular")
    lines = " ".join(line for line, _ in wrap(text, room, face_)).split()
    assert [word for word in text.split() if face_.width(word) > room] or lines == text.split()


def test_a_long_word_breaks_after_its_punctuation():
    lines = [line for line, _ in wrap("0912345678;0987654321", 8, face("regular"))]
    assert lines == ["0912345678;", "0987654321"]


def test_a_word_wider_than_any_line_is_broken_somewhere():
    lines = [line for line, _ in wrap("M" * 50, 4, face("bold"))]
    assert "".join(lines) == "M" * 50
    assert len(lines) > 1


def test_lines_of_the_text_stay_lines():
    assert [line for line, _ in wrap("một\n\nhai", 10, face("regular"))] == ["một", "", "hai"]


def test_an_empty_text_has_no_line():
    assert wrap("", 10, face("regular")) == ()


@given(TEXTS, st.floats(min_value=8, max_value=40))
def test_balanced_lines_are_as_few_and_no_wider(text, room):
    plain, balanced = wrap(text, room, face("bold")), wrap_balanced(text, room, face("bold"))
    assert len(balanced) == len(plain)
    assert max((width for _, width in balanced), default=0) <= room
    assert "".join(line for line, _ in balanced).replace(" ", "") == text.replace(" ", "")


def test_a_title_of_two_lines_has_no_lonely_word():
    lines = wrap_balanced("(Kèm theo Báo cáo của Ủy ban nhân dân xã Bình Hòa)", 21, face("italic"))
    assert len(lines) == 2
    assert abs(lines[0][1] - lines[1][1]) < 4

"""The first hour: on invented data, with steps that are ticked when they were done, and nothing stays."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from ansinh_desktop import app, paths
from ansinh_desktop.course_window import CourseWindow
from ansinh_desktop.db.vault import sole_writer
from ansinh_desktop.errors import AnSinhError, UserError
from ansinh_desktop.services.program import Program, open_data
from ansinh_desktop.services.safety import learning
from ansinh_desktop.ui.course.panel import CoursePanel
from ansinh_desktop.ui.course.steps import STEPS
from ansinh_desktop.ui.dialogs.undo import UndoDialog
from ansinh_desktop.ui.dialogs.why import WhyDialog
from ansinh_desktop.ui.main_window import COURSE
from ansinh_desktop.ui.start.unlock_page import UnlockPage
from tests.factories import OFFICER, PASSWORD, new_vault, orphan
from tests.ui.office import hands
from tests.ui.whole_window import whole_window

__all__ = ["hands"]
SOURCES = Path(app.__file__).parent


@pytest.fixture
def own(tmp_path):
    vault, _code = new_vault(tmp_path / "xã")
    Program(vault).cases.save(orphan("Trần Thật"))
    vault.lock()
    return tmp_path / "xã"


@pytest.fixture
def opened(qtbot, own, monkeypatch):
    """Return a function that begins the course before the own data."""
    monkeypatch.setattr("ansinh_desktop.ui.course.panel._LOOK_MS", 20)
    made = []
    app.make_application()

    def begin():
        window = CourseWindow(own)
        made.append(window)
        window.resize(1366, 768)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        app.settle(window.tasks)
        return window

    yield begin
    for each in made:
        each.shut()
        shiboken6.delete(each)


def panel(window):
    return window.findChild(CoursePanel)


def press(qtbot, window, name):
    button = next(each for each in window.findChildren(QPushButton, name) if each.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    app.settle(window.tasks)


def done(qtbot, window, key):
    qtbot.waitUntil(lambda: key in panel(window).learning.done)


def content(folder):
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


def test_every_step_is_ticked_when_it_was_done_in_the_window_and_then_nothing_is_left(
    qtbot, opened, own, hands
):
    before = content(own)
    window = opened()
    assert not panel(window).learning.done
    press(qtbot, window, "course_import")
    for _ in range(3):
        press(qtbot, window, "next")
    done(qtbot, window, "import")
    hands.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hands.type("hue")
    qtbot.waitUntil(window.pages.search.results.isVisible)
    app.settle(window.tasks)
    assert "find" not in panel(window).learning.done
    hands.enter()
    app.settle(window.tasks)
    done(qtbot, window, "find")
    window.pages.open_why(window.pages.page().case.case.id)
    done(qtbot, window, "why")
    with qtbot.waitActive(window):
        window.findChild(WhyDialog).close()
        window.activateWindow()
    assert panel(window).learning.done == {"import", "find", "why"}
    window.pages.new_case("children")
    app.settle(window.tasks)
    qtbot.waitUntil(lambda: hands.where() == "full_name")
    hands.type("Trần Văn Mới")
    press(qtbot, window, "save_draft")
    done(qtbot, window, "add")
    window.pages.open_undo()
    dialog = window.findChild(UndoDialog)
    qtbot.waitUntil(dialog.yes_button.isEnabled)
    dialog.yes_button.click()
    done(qtbot, window, "undo")
    dialog.close()
    window.pages.go_to("tasks")
    done(qtbot, window, "tasks")
    page = window.pages.go_to("papers")
    page.choice.setCurrentItem(page.choice.topLevelItem(0).child(1))
    done(qtbot, window, "print")
    press(qtbot, window, "course_send")
    done(qtbot, window, "send")
    assert "Xong cả rồi" in panel(window).far.text()
    assert paths.course_folder().exists()
    press(qtbot, window, "end_course")
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), UnlockPage))
    assert not paths.course_folder().exists()
    assert content(own) == before
    assert window.windowTitle() == "An Sinh Xã"


def test_after_the_course_the_own_data_open_and_lock_as_ever(qtbot, opened, own):
    window = opened()
    window.lock()
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), UnlockPage))
    pages = window.open(open_data(own, OFFICER, PASSWORD))
    app.settle(window.tasks)
    assert panel(window) is None
    assert window._idle.interval() == app.IDLE_LOCK_MS
    assert pages._program.listing.counts()["children"] == 1
    window.lock()
    assert isinstance(window.centralWidget(), UnlockPage)


def test_whoever_learns_and_is_called_away_goes_on_learning(opened):
    window = opened()
    assert window._idle.interval() > 60 * 60 * 1000


def test_the_steps_stay_ticked_when_the_program_looks_otherwise(qtbot, opened):
    window = opened()
    window.pages.go_to("tasks")
    done(qtbot, window, "tasks")
    look = window.pages._program.views.look()
    before = window.pages
    window._draw_anew(window._program)
    assert window.pages is not before
    assert look == window.pages._program.views.look()
    assert panel(window).learning.done == {"tasks"}
    assert panel(window).learning.pages is window.pages


def test_with_little_room_the_pages_beside_the_steps_have_their_navigation_of_signs(qtbot, opened):
    window = opened()
    window.resize(1093, 614)
    qtbot.waitUntil(lambda: window.pages.navigation.width() < 70)
    assert panel(window).isVisible()
    assert window.pages.width() + panel(window).width() == window.width()
    for each in panel(window).lines.values():
        assert each.title.width() >= each.title.minimumSizeHint().width()


def test_closing_the_window_removes_the_course(opened):
    before = set(paths.profile_folder().iterdir())
    window = opened()
    assert (paths.course_folder() / "xa" / paths.DATABASE).exists()
    assert len(set(paths.profile_folder().iterdir()) - before) > 1
    window.shut()
    assert not paths.course_folder().exists()
    assert set(paths.profile_folder().iterdir()) == before, "nor is anything left in the profile"
    panel(window).look()  # what was still to come asks nothing more


def test_a_file_from_outside_waits_for_the_own_data(qtbot, opened, tmp_path):
    window = opened()
    file = tmp_path / "gói.agpkg"
    file.write_bytes(b"")
    window.take_file(file)
    assert window.pages.stack.key == "overview"
    window.lock()
    assert window._file == file


def test_a_second_course_at_the_same_time_is_refused_and_the_first_goes_on(opened):
    window = opened()
    with pytest.raises(UserError) as refused:
        learning.begin()
    assert refused.value.message.code == "AS-9044"
    assert not learning.clean_course()
    assert window.pages._program.listing.counts() is not None
    assert (paths.course_folder() / "xa" / paths.KEY_FILE).exists()


def test_what_a_killed_course_leaves_is_read_by_nobody_and_gone_with_the_next_start():
    killed = (
        "import os\n"
        "import tests.factories\n"
        "from ansinh_desktop import paths\n"
        "from ansinh_desktop.services.safety import learning\n"
        "made = learning.begin()\n"
        "made.program.importing.bring(paths.resources() / 'demo' / 'btxh_2022.xlsx', 'assistance')\n"
        "made.program.outgoing.export(made.usb)\n"
        "os._exit(9)\n"
    )
    answer = subprocess.run([sys.executable, "-c", killed], check=False)
    assert answer.returncode == 9
    files = [each for each in paths.course_folder().rglob("*") if each.is_file()]
    assert {paths.DATABASE, paths.KEY_FILE} <= {each.name for each in files}
    assert not (paths.course_folder() / "nhan").exists()
    whole = b"".join(each.read_bytes() for each in files)
    for word in ("Bùi Thị Mỹ Huệ", "BÙI THỊ", "Neáng", "089149334656", "SQLite format"):
        for coding in ("utf-8", "utf-16-le"):
            assert word.encode(coding) not in whole, word
    with pytest.raises(UserError):
        open_data(paths.course_folder() / "xa", "hoc", PASSWORD)
    assert learning.clean_course()
    assert not paths.course_folder().exists()


def test_a_course_that_is_just_being_made_is_not_taken_for_what_one_left_behind():
    folder = paths.course_folder()
    folder.mkdir(parents=True)
    guard = sole_writer(folder)
    assert not learning.clean_course()
    with pytest.raises(UserError) as refused:
        learning.begin()
    assert refused.value.message.code == "AS-9044"
    guard.release()
    assert learning.clean_course()


@pytest.mark.parametrize("room", [0, 60_000, 200_000])
def test_a_full_disk_keeps_nothing_of_a_course_and_the_next_one_is_not_refused(room):
    resource = pytest.importorskip("resource")  # where files can be kept from growing
    paths.profile_folder().mkdir(parents=True, exist_ok=True)
    before = set(paths.profile_folder().iterdir())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with pytest.raises((AnSinhError, OSError)) as refused:  # held: nobody may wait until it is forgotten
            learning.begin()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert getattr(refused.value, "code", "") != "AS-9044"
    assert not paths.course_folder().exists()
    assert set(paths.profile_folder().iterdir()) == before
    learning.end(learning.begin())
    assert not paths.course_folder().exists()


def test_each_course_has_a_password_of_its_own_that_is_strong():
    made = {learning._password() for _ in range(20)}
    assert len(made) == 20
    assert min(map(len, made)) >= 32


def test_what_stands_in_the_course_but_is_none_is_removed_too():
    paths.course_folder().mkdir(parents=True)
    (paths.course_folder() / "thừa").write_bytes(b"x")
    assert learning.clean_course()
    assert learning.clean_course()


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_what_a_step_tells_to_press_is_called_so_in_the_window(step):
    source = "\n".join(path.read_text(encoding="utf-8") for path in (SOURCES / "ui").rglob("*.py"))
    for label in re.findall(
        r"(?:bấm|chọn) ((?:[A-ZĐ][\wÀ-ỹ]+(?: [\wÀ-ỹ]+)*?))(?=[,.:;…]| rồi| ở| để)", step.words
    ):
        if not label.startswith(("Ctrl", "Enter", "Esc")):
            assert label in source, label


def menu_words(window):
    return [each.text() for menu in window.findChildren(QMenu) for each in menu.actions()]


def test_the_course_is_offered_on_the_first_day_and_in_the_menu_but_not_within_itself(
    qtbot, tmp_path, opened
):
    with whole_window(qtbot, Program(new_vault(tmp_path / "mới")[0]), tmp_path / "none") as window:
        assert COURSE in menu_words(window)
        assert any(each.words == COURSE for each in window.pages.commands.every())
        qtbot.waitUntil(lambda: window.findChild(QPushButton, "begin_course") is not None)
        with qtbot.waitSignal(window.pages.course_asked):
            window.findChild(QPushButton, "begin_course").click()
        qtbot.waitUntil(lambda: window.pages is None)  # the own data are closed first
    learns = opened()
    assert COURSE not in menu_words(learns)
    qtbot.waitUntil(lambda: learns.findChild(QPushButton, "first_import") is not None)
    assert learns.findChild(QPushButton, "begin_course") is None


def test_the_process_that_follows_begins_with_the_course_and_its_end_by_force_leaves_it_to_the_next(
    own, tmp_path
):
    sign = tmp_path / "ansinh-sign"

    def start(*more):
        sign.touch()
        arguments = ["--data", str(own), "--shown", str(sign), *more]
        return subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import tests.factories, ansinh_desktop.__main__ as m; m.main()",
                *arguments,
            ],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )

    made = paths.course_folder() / "usb"
    process = start("--course")
    try:
        wait(
            lambda: (
                not sign.exists()
                and (paths.course_folder() / "xa" / paths.DATABASE).exists()
                and made.exists()
            )
        )
    finally:
        process.kill()
        process.wait()
    process = start()
    try:
        wait(lambda: not sign.exists() and not paths.course_folder().exists())
    finally:
        process.kill()
        process.wait()


def wait(until):
    end = time.monotonic() + 100
    while not until():
        assert time.monotonic() < end
        time.sleep(0.02)

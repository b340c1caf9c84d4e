"""A file that is opened by double click comes to the page that it belongs to."""

import pytest

from tests.ui.pages.exchange.conftest import dialog, said


def test_a_receipt_is_shown_on_the_page_of_the_exchange(scene, window, rest):
    scene.add("Danh Mới")
    taken = scene.receive(scene.export())
    shown = window(scene.commune)
    shown.take_file(taken.receipt)
    rest(shown.tasks)
    assert shown.pages.stack.key == "exchange"
    assert dialog(shown, "receipt_dialog")


def test_a_package_is_taken_in_by_the_receiving_unit(scene, window, rest):
    scene.add("Danh Mới")
    package = scene.export()
    shown = window(scene.province)
    shown.take_file(package)
    rest(shown.tasks)
    assert "Đã nhận 1 trên 1 gói." in said(shown.pages.page())
    assert list(package.parent.glob("*.agrcpt"))


@pytest.mark.parametrize(
    ("name", "tab"), [("x-chuyen.agpkg", "transfers"), ("x.agpkg", "peers"), ("x.agrcpt", "")]
)
def test_what_is_no_package_is_said_on_the_tab_it_would_belong_to(scene, window, rest, tmp_path, name, tab):
    (tmp_path / name).write_bytes(b"nothing")
    shown = window(scene.commune)
    shown.take_file(tmp_path / name)
    rest(shown.tasks)
    page = shown.pages.page()
    assert "AS-5" in said(page)
    if tab:
        assert page.tabs.currentWidget() is getattr(page, tab)


def test_an_update_of_the_law_comes_to_its_page(scene, window, rest, tmp_path):
    (tmp_path / "x.aglaw").write_bytes(b"nothing")
    shown = window(scene.commune)
    shown.take_file(tmp_path / "x.aglaw")
    rest(shown.tasks)
    assert shown.pages.stack.key == "law"
    assert "AS-65" in said(shown.pages.page())

"""Every library that is shipped stands in the list of parts with the text of its licence."""

import importlib.metadata
import re
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from ansinh_desktop.services import licences

SHIPPED = Path(__file__).parent.parent.parent / "packaging" / "requirements.txt"


def test_every_shipped_library_is_a_part():
    pinned = {canonicalize_name(each) for each in re.findall(r"(?m)^([\w.-]+)==", SHIPPED.read_text("utf-8"))}
    assert pinned
    assert {name for part in licences.parts() for name in part.packages} == pinned


@pytest.mark.parametrize("part", licences.parts(), ids=lambda part: part.name)
def test_every_part_has_the_text_of_its_licence(part):
    assert len(part.text()) > 500
    assert "Copyright" in part.text() or "License" in part.text()


def test_a_package_that_brings_no_text_has_one_beside_it():
    silent = []
    for part in licences.parts():
        for name in part.packages:
            try:
                files = importlib.metadata.distribution(name).files or ()
            except importlib.metadata.PackageNotFoundError:
                continue  # of another system
            told = [each for each in files if re.search("licen|copying", each.name, re.IGNORECASE)]
            if not told and not part.files:
                silent.append(name)
    assert silent == []


def test_qt_is_passed_on_under_the_lgpl_with_both_texts_it_needs():
    qt = next(part for part in licences.parts() if "Qt" in part.name)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in qt.text()
    assert "GNU GENERAL PUBLIC LICENSE" in qt.text()
    assert "6.11" in qt.versions()


def test_our_own_licence_is_the_one_of_the_project():
    root = SHIPPED.parent.parent
    own = (root / "resources" / "licences" / "AnSinhXa.txt").read_text(encoding="utf-8")
    assert own == (root / "LICENSE").read_text(encoding="utf-8")

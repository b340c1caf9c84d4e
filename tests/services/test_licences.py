"""Every library that is shipped stands in the list of parts with the text of its licence."""

import importlib.metadata
import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from ansinh_desktop import paths
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


@pytest.fixture
def built(tmp_path, monkeypatch):
    """Return a function that writes the bill of materials, and lets the program take itself for one built with it."""

    def build():
        spec = importlib.util.spec_from_file_location("bill", SHIPPED.with_name("bill.py"))
        assert spec is not None
        bill = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(bill)
        bill.write(tmp_path / licences.BILL)
        monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
        return (tmp_path / licences.BILL).read_text(encoding="utf-8")

    return build


def test_the_built_program_says_of_its_parts_what_its_sources_say(built, monkeypatch):
    paths.resources()
    told = [(part.versions(), part.text()) for part in licences.parts() if part.packages]
    built()
    monkeypatch.setattr(
        importlib.metadata, "distribution", lambda name: pytest.fail(f"{name} is not in the bill")
    )
    assert [(part.versions(), part.text()) for part in licences.parts() if part.packages] == told


def test_the_bill_names_each_part_with_version_licence_and_the_digests_of_its_files(built):
    paths.resources()
    bill = json.loads(built())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    named = {str(canonicalize_name(each["name"])): each for each in bill["components"]}
    assert named.keys() == {"python", *(name for part in licences.parts() for name in part.packages)}
    assert all(each["version"] and each["licenses"] for each in named.values())
    hashes = named["pyrage"]["externalReferences"][0]["hashes"]
    assert all(f"sha256:{each['content']}" in SHIPPED.read_text("utf-8") for each in hashes)
    assert hashes


def test_the_bill_is_the_same_each_time(built):
    paths.resources()
    assert built() == built()

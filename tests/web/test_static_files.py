"""Styles, scripts and typefaces: small, packed, and named by their content."""

import re
from gzip import decompress
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from fontTools.ttLib import TTFont

from govern.web import fonts, static_files
from govern.web.fonts import make_fonts

STYLES = re.compile(r'href="(/static/[^"]+\.css)"')
SCRIPT = re.compile(r'src="(/static/[^"]+\.js)"')
FONT = re.compile(r"url\(\.\.(/[^)]+\.woff2)\)")
MOST_STYLES, MOST_SCRIPT, MOST_FONT = 8 * 1024, 3 * 1024, 40 * 1024


def styles_of(client: FlaskClient) -> str:
    (address,) = STYLES.findall(client.get("/").text)
    return str(address)


def test_all_styles_together_are_small(client: FlaskClient) -> None:
    answer = client.get(styles_of(client), headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < MOST_STYLES
    assert "@layer reset" in decompress(answer.data).decode()


def test_the_script_is_small(client: FlaskClient) -> None:
    (address,) = SCRIPT.findall(client.get("/").text)

    assert len(client.get(address, headers={"Accept-Encoding": "gzip"}).data) < MOST_SCRIPT


def test_who_cannot_unpack_gets_the_same_styles_unpacked(client: FlaskClient) -> None:
    answer = client.get(styles_of(client))

    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "@layer reset" in answer.text


def test_both_typefaces_are_served_where_the_styles_say(client: FlaskClient) -> None:
    found = FONT.findall(client.get(styles_of(client)).text)

    assert len(found) == len(fonts.FACES)
    for address in found:
        answer = client.get(f"/static{address}")
        assert (answer.status_code, answer.mimetype) == (200, "font/woff2")
        assert len(answer.data) < MOST_FONT


def test_without_typefaces_the_styles_name_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(static_files, "FONTS_MADE", tmp_path / "not-made.woff2")

    assert b"@font-face" not in static_files._styles()


def test_typefaces_that_are_there_are_not_made_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    for face in fonts.FACES:
        (tmp_path / face.name).write_bytes(b"made before")

    make_fonts()

    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"made before"}


def test_a_typeface_is_made_with_the_letters_of_welsh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    monkeypatch.setattr(fonts, "FACES", fonts.FACES[1:])

    make_fonts()

    (made,) = tmp_path.iterdir()
    letters = TTFont(made).getBestCmap()
    assert all(ord(letter) in letters for letter in "aŵŷŴŶâêîôûẁẅẃ’“”–")

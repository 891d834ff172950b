"""Subtitles that lie in films."""

from pathlib import Path

import pytest

from tests.unit.film.conftest import H264, Maker, facts_of, picture
from vitrine.infra.media.film.captions import extract_captions
from vitrine.infra.media.film.languages import bcp47

ENGLISH = "1\n00:00:00,100 --> 00:00:00,900\nGood <i>morning</i>\n"
GERMAN = "1\n00:00:00,200 --> 00:00:01,000\nGrüß Gott\n"


def subtitled(film: Maker, tmp_path: Path, name: str, codec: str) -> Path:
    texts = []
    for number, text in enumerate((ENGLISH, GERMAN)):
        (tmp_path / f"{number}.srt").write_text(text, encoding="utf-8")
        texts += ["-i", str(tmp_path / f"{number}.srt")]
    maps = [word for number in range(3) for word in ("-map", str(number))]
    told = ("-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=deu", "-metadata:s:s:1", "title=Für alle")
    return film(name, *picture("320x180"), *texts, *maps, *H264, "-c:s", codec, *told)


async def test_each_text_track_becomes_a_file_of_its_own(film: Maker, tmp_path: Path) -> None:
    source = subtitled(film, tmp_path, "subtitled.mkv", "srt")
    folder = tmp_path / "out"
    folder.mkdir()
    made = await extract_captions(source, await facts_of(source), folder)
    assert [(each.name, each.purpose, each.details) for each in made] == [
        ("captions-0", "captions", {"language": "en", "label": "eng"}),
        ("captions-1", "captions", {"language": "de", "label": "Für alle"}),
    ]
    text = made[1].path.read_text(encoding="utf-8")
    assert text.startswith("WEBVTT")
    assert "00:00.200 --> 00:01.000\nGrüß Gott" in text


async def test_those_of_an_mp4_are_read_too(film: Maker, tmp_path: Path) -> None:
    source = subtitled(film, tmp_path, "subtitled.mp4", "mov_text")
    folder = tmp_path / "out"
    folder.mkdir()
    made = await extract_captions(source, await facts_of(source), folder)
    assert [each.name for each in made] == ["captions-0", "captions-1"]
    assert "Good" in made[0].path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("eng", "en"),
        ("ger", "de"),
        ("deu", "de"),
        ("fre", "fr"),
        ("en-US", "en-US"),
        ("pt_BR", "pt-BR"),
        ("por-BR", "pt-BR"),
        ("gsw", "gsw"),
        ("", "und"),
        ("und", "und"),
        ("<b>", "und"),
        ("english please", "und"),
    ],
)
def test_languages_are_named_as_browsers_name_them(said: str, expected: str) -> None:
    assert bcp47(said) == expected


async def test_a_film_without_any_has_none(film: Maker, tmp_path: Path) -> None:
    source = film("moment.mkv", *picture("320x180"), "-frames:v", "1", *H264)
    assert await extract_captions(source, await facts_of(source), tmp_path) == []
    assert list(tmp_path.iterdir()) == []

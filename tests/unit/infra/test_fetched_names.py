"""A remote file is called what its host says, then what its address says, by the rules of RFC 6266."""

import pytest
from yarl import URL

from vitrine.imports.policy import cleaned, with_ending
from vitrine.infra.fetching.naming import suggested_name

AT = URL("https://example.org/a/from%20path.jpg?size=1")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (None, "from path.jpg"),
        ("inline", "from path.jpg"),
        ("attachment; filename=plain.jpg", "plain.jpg"),
        ('attachment; filename="two words.jpg"', "two words.jpg"),
        (r'attachment; filename="say \"hi\".jpg"', 'say "hi".jpg'),
        ("ATTACHMENT; FILENAME*=UTF-8''%e2%82%ac%20rates.jpg", "€ rates.jpg"),
        ("attachment; filename=old.jpg; filename*=utf-8'en'n%C3%A9w.jpg", "néw.jpg"),
        ("attachment; filename*=iso-8859-1''n%E9w.jpg; filename=old.jpg", "néw.jpg"),
        ("attachment; filename*=nonsense''%E9.jpg; filename=old.jpg", "old.jpg"),
        ('attachment; filename="../../etc/passwd"', "../../etc/passwd"),
        ('attachment; filename=""', "from path.jpg"),
        (b'attachment; filename="n\xe9w.jpg"'.decode("utf-8", "surrogateescape"), "néw.jpg"),
    ],
)
def test_a_name_is_read_from_the_answer_or_the_address(header: str | None, name: str) -> None:
    assert suggested_name(header, AT) == name


@pytest.mark.parametrize(
    ("suggested", "name"),
    [
        ("../../etc/photo.jpg", "photo.jpg"),
        ("a\x00b\r\nc.jpg", "a b  c.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("", "import"),
        ("..", "import"),
        ("ä" * 300 + ".jpeg", "ä" * 125 + ".jpeg"),
        ("x" * 300, "import"),
        ("a\ud800.jpg", "a?.jpg"),
    ],
)
def test_a_name_that_a_host_gave_is_made_safe(suggested: str, name: str) -> None:
    assert cleaned(suggested) == name


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("photo", "photo.jpg"),
        ("photo.php", "photo.jpg"),
        ("v1.2", "v1.2.jpg"),
        ("a.mp4", "a.jpg"),
        (".html", ".html.jpg"),
    ],
)
def test_a_name_that_promises_something_else_ends_with_what_it_is(name: str, better: str) -> None:
    assert with_ending(name, "jpg") == better

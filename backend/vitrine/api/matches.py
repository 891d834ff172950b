"""Why something was found, as partners see it."""

import strawberry

from vitrine.search import highlights as found


@strawberry.type(description="A piece of a text.")
class Piece:
    text: str = strawberry.field(description="As it is written; nothing in it is markup.")
    matched: bool = strawberry.field(description="Whether this is what was looked for.")


@strawberry.type(description="Where words were found.")
class Highlight:
    field: str = strawberry.field(
        description="`title`, `tags`, `filename`, `description`, `camera`, `folder` or `document.text`."
    )
    fragment: str = strawberry.field(description="The text, or a part of a long one.")
    pieces: list[Piece] = strawberry.field(description="The same text in pieces, to show what matched.")


@strawberry.type(description="Why this was found.")
class Match:
    score: float = strawberry.field(description="1 for what could not fit better, near 0 for what hardly fits.")
    highlights: list[Highlight] = strawberry.field(description="Where the words were found, the most telling first.")

    @classmethod
    def of(cls, match: found.Match) -> "Match":
        return cls(score=match.score, highlights=[_highlight(each) for each in match.highlights])


def _highlight(highlight: found.Highlight) -> Highlight:
    pieces = [Piece(text=each.text, matched=each.matched) for each in highlight.pieces]
    return Highlight(field=highlight.field, fragment="".join(each.text for each in pieces), pieces=pieces)

"""What decoder processes can be asked, and what their answers are worth."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from vitrine.infra.media.children import Children
from vitrine.infra.media.errors import Crashed
from vitrine.infra.media.facts import ImageFacts
from vitrine.infra.media.recipe import Recipe, Rendered
from vitrine.infra.media.transformation import Transformation
from vitrine.infra.media.wire import Message

# Characters of a document; its child is held to the same.
MAX_TEXT = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSight:
    """All that a card needs, from one opening of the file. `likeness` is None where there is nothing to liken."""

    facts: ImageFacts
    thumbhash: bytes
    likeness: int | None
    rendered: list[Rendered]


@dataclass
class _Answers:
    """What a child has said about one picture. Trusts nothing: what is on the disk is measured by us."""

    facts: ImageFacts | None = None
    thumbhash: bytes | None = None
    likeness: int | None = None
    sizes: dict[int, tuple[int, int]] = field(default_factory=dict)

    def take(self, message: Message) -> None:
        if "facts" in message:
            self.facts = ImageFacts.from_wire(message["facts"])
        elif "thumbhash" in message:
            self.thumbhash = bytes.fromhex(message["thumbhash"])
            self.likeness = None if message["likeness"] is None else int(message["likeness"])
        else:
            self.sizes[int(message["rendered"])] = (int(message["width"]), int(message["height"]))

    def rendered(self, recipes: Sequence[Recipe], folder: Path, weights: Sequence[int]) -> list[Rendered]:
        """Return what was made to `recipes`, each of so many bytes. Raises Crashed when the child told of others."""
        if sorted(self.sizes) != list(range(len(recipes))):
            raise _left_out()
        return [
            recipe.rendered(recipe.path_in(folder), weight, *self.sizes[index])
            for index, (recipe, weight) in enumerate(zip(recipes, weights, strict=True))
        ]


def _left_out() -> Crashed:
    return Crashed("The program that reads files left out an answer.")


class DecoderPool(Children):
    """Decoders of pictures and documents: every path is the caller's, every result lies where the caller wants it."""

    async def probe(self, path: Path) -> ImageFacts:
        """Return what the picture at `path` says about itself. Raises MediaError."""
        answers = _Answers()
        await self.run({"task": "probe"}, answers.take, inputs={"path": path})
        if answers.facts is None:
            raise _left_out()
        return answers.facts

    async def render(self, path: Path, recipes: Sequence[Recipe], folder: Path) -> list[Rendered]:
        """Make `recipes` of the picture at `path` in one decode, as files in `folder`.

        Raises MediaError, and then leaves none of these files behind; nor when cancelled.
        """
        _, rendered = await self._render(path, recipes, folder, first_sight=False)
        return rendered

    async def first_sight(self, path: Path, recipes: Sequence[Recipe], folder: Path) -> FirstSight:
        """Return the facts and the ThumbHash of the picture at `path` and make `recipes` of it, all in one decode.

        Raises MediaError, and then leaves none of these files behind; nor when cancelled.
        """
        answers, rendered = await self._render(path, recipes, folder, first_sight=True)
        if answers.facts is None or answers.thumbhash is None:
            raise _left_out()
        return FirstSight(
            facts=answers.facts, thumbhash=answers.thumbhash, likeness=answers.likeness, rendered=rendered
        )

    async def animate(self, path: Path, recipe: Recipe, folder: Path) -> Rendered:
        """Make a moving copy of the moving picture at `path`, as a file in `folder`; `details`: frames and seconds.

        Raises MediaError (Unsupported when it does not move), and then leaves no file behind; nor when cancelled.
        """
        answers = _Answers()
        details: Message = {}

        def take(message: Message) -> None:
            answers.take(message)
            details.update(frames=int(message["frames"]), seconds=float(message["seconds"]))

        request = {"task": "animate", "recipe": recipe.to_wire()}
        weights = await self.run(request, take, inputs={"path": path}, outputs=[recipe.path_in(folder)])
        (rendered,) = answers.rendered([recipe], folder, weights)
        return replace(rendered, details=details)

    async def transform(
        self, path: Path, recipe: Transformation, folder: Path, *, mark: Path | None = None
    ) -> Rendered:
        """Make one picture of the picture at `path`, as a file in `folder`; `mark` is the picture to mark it with.

        Raises MediaError, and then leaves no file behind; nor when cancelled.
        """
        answers = _Answers()
        made = folder / f"{recipe.name}.{recipe.format.extension}"
        request = {"task": "transform", "words": recipe.words(), "name": made.name}
        inputs = {"path": path} | ({"mark": mark} if mark else {})
        [weight] = await self.run(request, answers.take, inputs=inputs, outputs=[made])
        if 0 not in answers.sizes:
            raise _left_out()
        return recipe.rendered(made, weight, *answers.sizes[0])

    async def pages(
        self, path: Path, numbers: Sequence[int], recipes: Sequence[Recipe], folder: Path
    ) -> list[Rendered]:
        """Draw pages of the document at `path`, 1 being the first, each to its recipe, as files in `folder`.

        Raises MediaError when one of them cannot be drawn, and then leaves none of these files behind.
        """
        answers = _Answers()
        wires = [recipe.to_wire() for recipe in recipes]
        request = {"task": "pages", "numbers": list(numbers), "recipes": wires}
        outputs = [recipe.path_in(folder) for recipe in recipes]
        weights = await self.run(request, answers.take, inputs={"path": path}, outputs=outputs)
        return answers.rendered(recipes, folder, weights)

    async def text(self, path: Path, last: int) -> str:
        """Return the words of the pages up to `last` of the document at `path`: MAX_TEXT at most. Raises MediaError."""
        words: list[str] = []

        def take(message: Message) -> None:
            room = MAX_TEXT - sum(len(part) for part in words)
            # What no database takes is left out: half a character, and NUL.
            part = str(message["text"]).replace("\0", "").encode(errors="replace").decode()
            words.append(part[: max(0, room)])

        await self.run({"task": "text", "last": last}, take, inputs={"path": path})
        return "".join(words).strip()

    async def _render(
        self, path: Path, recipes: Sequence[Recipe], folder: Path, *, first_sight: bool
    ) -> tuple[_Answers, list[Rendered]]:
        answers = _Answers()
        request = {
            "task": "render",
            "recipes": [recipe.to_wire() for recipe in recipes],
            "first_sight": first_sight,
        }
        outputs = [recipe.path_in(folder) for recipe in recipes]
        weights = await self.run(request, answers.take, inputs={"path": path}, outputs=outputs)
        return answers, answers.rendered(recipes, folder, weights)

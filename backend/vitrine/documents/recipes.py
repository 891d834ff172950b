"""What is made of a document. A changed recipe gets a new name, and with it new keys."""

from vitrine.infra.media.recipe import Recipe

PURPOSE = "page"
# Pixels of a page's longer edge: A4 fills a wide screen and stays readable, at about 200 KB.
EDGE = 1600
QUALITY = 80
# Pictures are made of no more pages than this; the rest are counted, and their words are read.
MOST_PAGES = 500
# What people look at first. Then the document is READY.
FIRST_PAGES = 8


def page_name(number: int) -> str:
    """Return the name of a page's recipe; names sort like numbers."""
    return f"page-{number:04d}"


def page_recipe(number: int) -> Recipe:
    """Return the recipe of a page, 1 being the first."""
    return Recipe(name=page_name(number), purpose=PURPOSE, max_edge=EDGE, format="jpeg", quality=QUALITY)

"""Upload to Vitrine from a program: a file of any size is sent straight to storage, and taken up again after any cut.

    async with Vitrine(url, key) as vitrine:
        async for outcome in push(vitrine, [Path("film.mp4"), Path("photo.jpg")]):
            print(outcome.path, outcome.state, outcome.asset)

It stands by itself: aiohttp is all it needs.
"""

"""Files that are sent in parts, and how a program sends them."""

import asyncio
import random
from io import BytesIO

from PIL import Image

from tests.client import Client
from tests.domains.uploading import Answer, create, sign

SINGLE_PUT = 8 * 1024**2
# So that files of 20 MB are sent in parts.
SMALL = {"VITRINE_SINGLE_PUT_MAX_BYTES": str(SINGLE_PUT)}


def large_picture(seed: int, width: int = 3000) -> bytes:
    """Return a BMP of about 20 MB that no two seeds share."""
    pixels = random.Random(seed).randbytes(width * 4) * 600
    picture = Image.frombytes("RGB", (width, len(pixels) // width // 3), pixels).resize((width, 2400))
    file = BytesIO()
    picture.save(file, "BMP")
    return file.getvalue()


def cut(upload: Answer, body: bytes) -> dict[int, bytes]:
    """Cut a file into the parts that an upload names."""
    size = upload["partSize"]
    return {number + 1: body[number * size : (number + 1) * size] for number in range(upload["partCount"])}


async def announce(client: Client, body: bytes, **more: object) -> Answer:
    """Announce a picture that is to be sent in parts."""
    upload = await create(client, "large.bmp", len(body), **more)
    assert upload["__typename"] == "Upload", upload
    assert upload["partCount"] > 1 or upload["status"] == "INSTANT", upload
    return upload


async def send_parts(client: Client, upload: Answer, body: bytes, *numbers: int) -> set[int]:
    """Sign parts, all of them unless some are named, send them at once and return the statuses."""
    parts = cut(upload, body)
    signed = await sign(client, upload, *(numbers or parts))
    assert signed["__typename"] == "SignedUploadParts", signed
    sending = (client.put(each["url"], parts[each["number"]], each["headers"]) for each in signed["parts"])
    return set(await asyncio.gather(*sending))

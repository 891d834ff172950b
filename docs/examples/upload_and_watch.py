"""Upload files and watch each become ready; a socket that is cut is resumed from its cursor. Needs Python and aiohttp.

VITRINE_KEY="$(cat .vitrine/owner-key)" python upload_and_watch.py photo.jpg another.heic
"""

# ruff: noqa: T201, ASYNC110  # it talks to its user, and asks every tenth of a second whether all is done
import asyncio
import os
import sys
from pathlib import Path

import aiohttp

URL = os.environ.get("VITRINE_URL", "http://127.0.0.1:8000") + "/graphql"
KEY = {"authorization": f"Bearer {os.environ['VITRINE_KEY']}"}
CREATE = """mutation ($inputs: [CreateUploadInput!]!) { createUploads(inputs: $inputs) {
  ... on Upload { id asset { id } parts { url } } ... on UploadRefused { code message } } }"""
COMPLETE = """mutation ($inputs: [CompleteUploadInput!]!) { completeUploads(inputs: $inputs) {
  ... on Asset { id } ... on UploadRefused { code message } } }"""
EVENTS = """subscription ($after: String) { assetEvents(after: $after) {
  cursor kind assetId progress { step } asset { filename failure { message } } } }"""
ENDS = {"READY", "FAILED", "REMOVED"}


async def ask(http, document, **variables):
    async with http.post(URL, json={"query": document, "variables": variables}, headers=KEY) as response:
        answer = await response.json()
    return answer["data"] if "errors" not in answer else sys.exit(answer["errors"])


async def upload(http, paths, waiting):
    said = [{"filename": path.name, "size": path.stat().st_size} for path in paths]
    for path, made in zip(paths, (await ask(http, CREATE, inputs=said))["createUploads"], strict=True):
        if "code" in made:
            print("REFUSED", path.name, made["message"])
            continue
        waiting.add(made["asset"]["id"])
        for pause in (1, 2, 4):  # a store may say "not now"
            # Without the key: the URL itself is the permission, for this length and for five minutes.
            async with http.put(made["parts"][0]["url"], data=path.read_bytes()) as stored:
                if stored.status < 500:
                    break
            await asyncio.sleep(pause)
        stored.raise_for_status()
        await ask(http, COMPLETE, inputs=[{"upload": made["id"]}])


async def events(http, cursor):
    while True:
        try:
            async with http.ws_connect(URL, protocols=["graphql-transport-ws"], heartbeat=15) as socket:
                await socket.send_json({"type": "connection_init", "payload": KEY})
                async for frame in socket:
                    message = frame.json()
                    if message["type"] == "connection_ack":
                        question = {"query": EVENTS, "variables": {"after": cursor}}
                        await socket.send_json({"id": "1", "type": "subscribe", "payload": question})
                    elif message["type"] == "next":
                        event = message["payload"]["data"]["assetEvents"]
                        cursor = event["cursor"]
                        yield event
        except aiohttp.ClientError as error:
            print("LOST", error)
        await asyncio.sleep(1)


async def watch(http, cursor, waiting, ended):
    async for event in events(http, cursor):
        asset, step = event["asset"] or {}, (event["progress"] or {}).get("step", "")
        print(event["kind"], asset.get("filename", ""), step, (asset.get("failure") or {}).get("message", ""))
        if event["kind"] in ENDS:
            ended.add(event["assetId"])
        if event["kind"] == "RESYNC":  # what happened meanwhile cannot be told: look
            for each in waiting - ended:
                asset = (await ask(http, "query ($id: ID!) { asset(id: $id) { status } }", id=each))["asset"]
                ended.update({each} if asset is None or asset["status"] in ENDS else ())


async def main(paths):
    async with aiohttp.ClientSession() as http:
        cursor = (await ask(http, "{ assets(first: 1) { liveCursor } }"))["assets"]["liveCursor"]
        waiting, ended = set(), set()
        watching = asyncio.create_task(watch(http, cursor, waiting, ended))
        await upload(http, paths, waiting)
        while not waiting <= ended:
            await asyncio.sleep(0.1)
        watching.cancel()


asyncio.run(main([Path(name) for name in sys.argv[1:]]))

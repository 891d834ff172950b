"""What is looked for, as people and programs ask it."""

from typing import Any

FIRST = 50
FACETS = ["KIND", "TAG", "CAMERA", "YEAR", "ORIENTATION", "COLLECTION"]
# A page as a gallery needs it to lay itself out, six facets, and how many there are.
FIND = """
query ($search: String, $filter: AssetFilter, $sort: AssetSort, $names: [String!]!) {
  assets(search: $search, filter: $filter, sort: $sort, first: 50) {
    nodes { id title kind width height placeholder }
    pageInfo { hasNextPage endCursor }
    total { value exact }
    facets(names: $names) { name buckets { value label count selected } }
  }
}
"""
CASES: dict[str, dict[str, Any]] = {
    "everything": {},
    "a common word": {"search": "harbour"},
    "two words": {"search": "harbour dawn"},
    "two words with typos": {"search": "lighthose sunst"},
    "two letters": {"search": "gr"},
    "a rare file name": {"search": "DSC_0042"},
    "a word, a tag, a year": {"search": "beach", "filter": {"tags": ["sky"], "year": [2024]}},
    "a word of one camera, newest first": {
        "search": "beach",
        "filter": {"camera": ["Nikon Z 6II"]},
        "sort": "NEWEST",
    },
    "a tag": {"filter": {"tags": ["sky"]}},
    "a tag, a camera, a year": {"filter": {"tags": ["sky"], "camera": ["Nikon Z 6II"], "year": [2019]}},
    "a word but not a tag": {"search": "castle", "filter": {"exclude": [{"tags": ["people", "press"]}]}},
}

"""Arguments, each described for partners once."""

from typing import Annotated

import strawberry
from strawberry import argument

AnyId = Annotated[strawberry.ID, argument(description="The id of anything.")]
AssetId = Annotated[strawberry.ID, argument(description="The id of an asset.")]
AssetIds = Annotated[list[strawberry.ID], argument(description="1 to 100 ids of assets.")]
UploadId = Annotated[strawberry.ID, argument(description="The id of an upload of yours.")]
UploadIds = Annotated[list[strawberry.ID], argument(description="1 to 100 ids of uploads of yours.")]
First = Annotated[int, argument(description="How many at most, 1 to 100.")]
After = Annotated[str | None, argument(description="The `endCursor` of the page before, in the same order.")]
Width = Annotated[int, argument(description="Pixels that it shall be wide at least.")]

"""Lifecycle rules: what a store cleans up by itself, should Vitrine not be there to do it."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError as S3Error

from vitrine.infra.storage.answers import translated

if TYPE_CHECKING:
    from types_aiobotocore_s3.client import S3Client
    from types_aiobotocore_s3.type_defs import LifecycleRuleOutputTypeDef, LifecycleRuleTypeDef

# Far beyond the week in which we drop them ourselves; an upload that goes on for so long would have to begin anew.
PARTS_GO_AFTER_DAYS = 30
_ID = "vitrine-open-parts"
_RULE: "LifecycleRuleTypeDef" = {
    "ID": _ID,
    "Status": "Enabled",
    "Filter": {"Prefix": "originals/"},
    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": PARTS_GO_AFTER_DAYS},
}


async def keep_rule(client: "S3Client", bucket: str) -> str | None:
    """Have the store drop parts that are never joined; return why it does not, in its own word, or None if it does.

    The bucket's other rules stay. Raises StorageUnavailable.
    """
    async with translated():
        try:
            others = [rule for rule in await _rules(client, bucket) if rule.get("ID") != _ID]
            rules: list[LifecycleRuleTypeDef] = [*others, _RULE]  # type: ignore[list-item]  # a rule as it was read
            await client.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})
            kept = any(rule.get("ID") == _ID for rule in await _rules(client, bucket))
        except S3Error as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in {500, 502, 503}:
                raise
            return str(error.response["Error"]["Code"])
    return None if kept else "it said yes, and did not keep it"


async def _rules(client: "S3Client", bucket: str) -> "list[LifecycleRuleOutputTypeDef]":
    try:
        return (await client.get_bucket_lifecycle_configuration(Bucket=bucket)).get("Rules", [])
    except S3Error as error:
        if error.response["Error"]["Code"] == "NoSuchLifecycleConfiguration":
            return []
        raise

"""S3-compatible storage: a narrow seam over aioboto3."""

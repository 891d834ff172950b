"""What is asked of Vitrine, in GraphQL."""

_REFUSED = "... on UploadRefused { code message }"
_UPLOAD = "id status partSize partCount asset { id status failure { code message } } parts { number url }"

CREATE = f"""mutation ($inputs: [CreateUploadInput!]!) {{ createUploads(inputs: $inputs) {{
  __typename ... on Upload {{ {_UPLOAD} }} {_REFUSED} }} }}"""
SIGN = f"""mutation ($inputs: [SignUploadPartsInput!]!) {{ signUploadParts(inputs: $inputs) {{
  __typename ... on SignedUploadParts {{ parts {{ number url }} }} {_REFUSED} }} }}"""
COMPLETE = f"""mutation ($inputs: [CompleteUploadInput!]!) {{ completeUploads(inputs: $inputs) {{
  __typename ... on Asset {{ id status }} {_REFUSED} }} }}"""
OFFER = f"""mutation ($inputs: [OfferUploadHashInput!]!) {{ offerUploadHashes(inputs: $inputs) {{
  __typename ... on Upload {{ status }} {_REFUSED} }} }}"""
READ = "query ($id: ID!) { upload(id: $id) { uploadedParts { number } } }"

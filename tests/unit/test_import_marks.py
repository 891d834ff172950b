"""What an object of a bucket is recognised by."""

from datetime import UTC, datetime, timedelta

from vitrine_client.stored import stamp_of

AT = datetime(2026, 11, 21, 12, 0, 1, tzinfo=UTC)


def test_an_object_is_the_same_in_a_listing_and_an_answer_although_its_time_is_rounded_another_way() -> None:
    listed = {"Size": 5, "ETag": "abc", "LastModified": AT + timedelta(seconds=1)}
    answered = {"ContentLength": 5, "ETag": '"abc"', "LastModified": AT}
    assert stamp_of(listed, "Size") == stamp_of(answered, "ContentLength")


def test_other_bytes_of_the_same_length_are_another_object() -> None:
    assert stamp_of({"Size": 5, "ETag": "abc"}, "Size") != stamp_of({"Size": 5, "ETag": "abd"}, "Size")


def test_where_there_is_no_etag_the_time_tells_objects_apart() -> None:
    listed = {"Size": 5, "LastModified": AT + timedelta(milliseconds=250)}
    assert stamp_of(listed, "Size") == stamp_of({"Size": 5, "LastModified": AT}, "Size")
    assert stamp_of(listed, "Size") != stamp_of({"Size": 5, "LastModified": AT + timedelta(seconds=2)}, "Size")

"""Whose job is next: in each queue people take turns, whatever each of them brought.

This is start-time fair queueing (Goyal, Vin, Cheng: "Start-time Fair Queuing", SIGCOMM 1996). A job gets a tag when it
is owed, and the smallest tag is served next:

    tag = the queue's present tag, or the tag of its owner's last waiting job + one share, whichever is later

The queue's present tag is that of the job which is next; the clock's where nothing waits. So whoever has nothing
waiting joins beside whoever is next: at most one job of each other person is done before theirs, however many wait.
Whoever brings 10,000 gets tags ever further out, and two who do so are served by turns. The debt ends with what waits.

A share is what one job counts as, in seconds of the tag's own time. It says how much a head start is worth: a job's
`turn` is its tag less its head start, so one of 600 s comes before 600 jobs of a share of 1 s that were there already,
and before no more: whatever waits ages past it. Debts are kept apart by head start, so that nobody's first thumbnail
waits for what they have processed again. A job that shall wait until a certain time has no tag before that time.
"""

SHARES = {"image": 1.0, "video": 60.0, "bulk": 1.0, "index": 1.0}

# Head starts, in seconds. Nothing is known of a file before its first sight, and nobody can work with it before READY;
# what is done again, or made smaller for quiet hours, has none.
FIRST_SIGHT = 600
READY_SOON = 540

_SHARE = " ".join(f"when '{queue}' then {share}" for queue, share in SHARES.items())

# The turn of a row `owed` (queue, owner_id, head_start, run_after, place): `place` counts what the same statement owes
# before it in the same name. Every part is one step into an index of waiting jobs.
TURN = f"""
greatest(
  case when owed.run_after > now() then owed.run_after end,
  coalesce(
    (select j.turn + make_interval(secs => j.head_start) from job j
     where j.queue = owed.queue and j.state = 'QUEUED' and j.run_after <= now() order by j.turn, j.run_after limit 1),
    now()),
  (select j.turn + make_interval(secs => j.head_start + case owed.queue {_SHARE} else 1 end) from job j
   where j.queue = owed.queue and j.owner_id = owed.owner_id and j.head_start = owed.head_start
     and j.state = 'QUEUED' and j.run_after <= owed.run_after order by j.turn desc limit 1)
) + make_interval(secs => owed.place * case owed.queue {_SHARE} else 1 end - owed.head_start)
"""  # noqa: S608  # made of our own constants

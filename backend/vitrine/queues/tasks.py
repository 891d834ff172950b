"""Every kind of job there is, by name: what workers can do, and what is written down when it cannot be done."""

from vitrine.documents import tasks as documents
from vitrine.duplicates import tasks as duplicates
from vitrine.films import tasks as films
from vitrine.imports import tasks as imports
from vitrine.orders import tasks as orders
from vitrine.pictures import tasks as pictures
from vitrine.sounds import tasks as sounds
from vitrine.uploads import tasks as uploads

TASKS = {
    **uploads.TASKS,
    **pictures.TASKS,
    **films.TASKS,
    **sounds.TASKS,
    **documents.TASKS,
    **duplicates.TASKS,
    **orders.TASKS,
    **imports.TASKS,
}

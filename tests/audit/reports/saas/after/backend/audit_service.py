"""Who did what."""

import logging

from models import Entry, db

log = logging.getLogger("kettle.audit")


def note(house_id, what):
    log.info("House %s: %s", house_id, what)
    db.session.add(Entry(house_id=house_id, what=what))
    db.session.commit()

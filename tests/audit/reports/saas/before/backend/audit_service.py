"""Who did what."""

from models import Entry, db


def note(house_id, what):
    print(f"[audit] house {house_id}: {what}")
    db.session.add(Entry(house_id=house_id, what=what))
    db.session.commit()

"""What the business is about, counted by how it ended; docs/operations/alerts.md says who asks."""

from prometheus_client import Counter

events = Counter("business_events", "What the business is about, by how it ended", ["event", "outcome"])

from app.models.hero import Hero
from app.models.team import Team

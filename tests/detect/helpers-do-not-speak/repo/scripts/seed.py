import os
import redis
from pathlib import Path

os.environ["SEED"]
Path("seeded").mkdir()

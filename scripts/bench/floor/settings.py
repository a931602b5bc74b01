"""Production's settings, with the bare views beside the site's own addresses."""

from config.settings import *  # noqa: F403  # all of them
from config.settings import MIDDLEWARE

ROOT_URLCONF = "scripts.bench.floor.views"
MIDDLEWARE = [*MIDDLEWARE, "scripts.bench.floor.views.count_queries"]

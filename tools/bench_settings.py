"""The product's settings, with the benchmark's two floors beside its pages."""

from forum.settings import *  # noqa: F403 - a settings module is made to be taken whole

ROOT_URLCONF = "tools.bench_site"

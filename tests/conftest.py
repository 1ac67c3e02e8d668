"""Settings of all tests."""

from hypothesis import settings

# How long an example takes depends on the machine, which no test may time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

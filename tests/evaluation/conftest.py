"""No property is given a deadline: a test must not depend on the machine's load."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

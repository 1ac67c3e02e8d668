"""
Run scholargraph's command line without a superuser's privileges.

Tests often run as root, which no permission stops; without its capabilities (see
capabilities(7)) root is as any owner of files. For another user nothing changes.
"""

import ctypes

from scholargraph.cli import main

VERSION_3 = 0x20080522


def drop_privileges() -> None:
    header = (ctypes.c_uint32 * 2)(VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    assert ctypes.CDLL(None).capset(header, nothing) == 0


if __name__ == "__main__":
    drop_privileges()
    main()

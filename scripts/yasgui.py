"""
Take YASGUI's built files from its npm package into the server's static files.

``npm pack @zazuko/yasgui@4.6.2``, then ``python scripts/yasgui.py FILE.tgz``. What is
taken is changed in these ways, each of which must apply: the address of a source map
goes, which browsers would ask for; so does a style that a page's security policy
forbids to be put in, and which stands in the written style file instead; and from the
list of prefixes go addresses that somebody put there as advertisements, and one that
looks like a path of somebody's machine. The licences are in
``LICENSE.md`` beside the files, which is kept by hand.
"""

import json
import re
import sys
import tarfile
from pathlib import Path

PLACE = Path(__file__).resolve().parents[1] / "src/scholargraph/serve/static/yasgui"
STYLE = re.compile(
    r"o\.styleSheet\?o\.styleSheet\.cssText=n:"
    r"o\.appendChild\(document\.createTextNode\(n\)\),e\.appendChild\(o\)"
)
MAP = re.compile(r"\n//# sourceMappingURL=\S+\s*$")
ADVERTISED = re.compile(r"`https?://(?:onlyfans|namso-gen|es\.scribd)\.com/[^`]*`")
# The prefix of a vocabulary whose address holds what looks like a path of a machine.
LIKE_A_PATH = re.compile(r"`http://bblfish\.net/\w+/[^`]*`")
FORBIDDEN_STYLE = re.compile(r"\(a,` (\.grip-resizable\{[^`]*)`\)")


def changed(script: str) -> str:
    """Return the script with the changes, each of which must have applied."""
    changes = ((STYLE, "0"), (MAP, "\n"), (ADVERTISED, '""'), (LIKE_A_PATH, '""'))
    for pattern, by in changes:
        script, number = pattern.subn(by, script)
        if not number:
            sys.exit(f"{pattern.pattern}: is not in the script; look at what changed")
    return script


def main() -> None:
    """Take the files of the package that is named."""
    with tarfile.open(sys.argv[1]) as package:

        def text(name: str) -> str:
            member = package.extractfile(f"package/{name}")
            assert member is not None
            return member.read().decode("utf-8")

        about = json.loads(text("package.json"))
        script, style = text("build/yasgui.min.js"), text("build/yasgui.min.css")
    if about["version"] not in (PLACE / "LICENSE.md").read_text("utf-8"):
        print(f"write into {PLACE}/LICENSE.md that this is {about['version']}")
    grip = FORBIDDEN_STYLE.search(script)
    if grip is None:
        sys.exit("the style that a script may not put in is not to be found")
    (PLACE / "yasgui.min.js").write_text(changed(script), "utf-8")
    (PLACE / "yasgui.min.css").write_text(f"{style}\n{grip[1]}\n", "utf-8")


if __name__ == "__main__":
    main()

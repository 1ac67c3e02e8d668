import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_readme_says_what_the_code_says() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "readme.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_every_picture_and_file_that_the_readme_names_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    names = [part.partition(")")[0] for part in text.split("](")[1:]]
    assert names
    files = [name for name in names if "://" not in name]
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_the_image_is_given_all_that_the_package_links_to() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = {
        name for line in lines if line.startswith("COPY") for name in line.split()
    }
    links = [path for path in (ROOT / "src").rglob("*") if path.is_symlink()]
    assert links
    for link in links:
        assert link.resolve().relative_to(ROOT).parts[0] in copied

"""The rules of the layout, read from the source with `ast`.

The checks are functions of a project folder, so that the tests below can also show that each of
them fails on a project that breaks its rule.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ARROWS = {
    "scribe": frozenset[str](),
    "asr": frozenset({"scribe"}),
    "notegen": frozenset({"scribe"}),
    "server": frozenset({"scribe", "asr", "notegen"}),
    "ui": frozenset({"scribe"}),
    "recipes": frozenset({"scribe", "asr", "notegen"}),
}
PACKAGES = tuple(name for name in ARROWS if name != "recipes")
TOP_LEVEL = {*ARROWS, "tests", "pyproject.toml", "README.md", "LICENSE"}
HEAVY = frozenset({"torch", "nemo", "pyannote", "transformers", "streamlit", "ctranslate2"})
LIBRARIES = HEAVY | frozenset(
    {
        "av",
        "faster_whisper",
        "httpx",
        "jiwer",
        "numpy",
        "onnxruntime",
        "openai",
        "pocketsphinx",
        "pydantic",
        "rapidfuzz",
        "rich",
        "simple_icd_10_cm",
        "soxr",
        "sqlalchemy",
        "starlette",
        "typer",
        "uvicorn",
        "websockets",
        "whisper_normalizer",
    }
)
BACKENDS = frozenset(
    {"asr.whisper", "asr.sphinx", "asr.parakeet", "asr.pyannote_offline", "asr.sortformer"}
    | {"asr.decoding", "asr.hearing", "asr.spelling", "asr.conversion", "asr.speed"}
    | {"notegen.extractive", "notegen.llm", "notegen.local"}
)
"""Chosen by server.wiring alone, and the only modules (but for ui) that import heavy libraries."""
MAX_LINES = 400


def modules(root: Path) -> Iterator[Path]:
    """Paths of all our modules, relative to the root; the installed ones or recipes."""
    for package in ARROWS:
        yield from (path.relative_to(root) for path in sorted((root / package).rglob("*.py")))


def imports(root: Path, module: Path) -> Iterator[ast.Import | ast.ImportFrom]:
    tree = ast.parse((root / module).read_text(encoding="utf-8"))
    yield from (n for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom)))


def imported_names(statement: ast.Import | ast.ImportFrom) -> tuple[str, ...]:
    if isinstance(statement, ast.Import):
        return tuple(alias.name for alias in statement.names)
    return (statement.module or "",)


def wrong_arrows(root: Path) -> list[str]:
    """Imports from a package that this one must not know."""
    return [
        f"{module} imports {name}"
        for module in modules(root)
        for statement in imports(root, module)
        for name in imported_names(statement)
        if name.split(".")[0] in ARROWS.keys() - ARROWS[module.parts[0]] - {module.parts[0]}
    ]


def relative_imports(root: Path) -> list[str]:
    return [
        str(module)
        for module in modules(root)
        for statement in imports(root, module)
        if isinstance(statement, ast.ImportFrom) and statement.level > 0
    ]


def forbidden_names(root: Path) -> list[str]:
    """Modules or packages below the top that are named like a package of ours or a library."""
    taken = LIBRARIES | ARROWS.keys()
    return [
        str(module)
        for module in modules(root)
        if taken & {*module.with_suffix("").parts[1:-1], module.stem}
    ]


def untested(root: Path) -> list[str]:
    """Installed modules with statements of their own that have no test file."""
    return [
        str(module)
        for module in modules(root)
        if module.parts[0] in PACKAGES
        and module.name != "__init__.py"
        and not (root / "tests" / module.with_name(f"test_{module.name}")).is_file()
    ]


def orphan_tests(root: Path) -> list[str]:
    """Test files of modules that are gone."""
    tests = (path.relative_to(root / "tests") for path in (root / "tests").rglob("test_*.py"))
    return [
        str(test)
        for test in tests
        if test.parts[0] in PACKAGES
        and not (root / test.with_name(test.name.removeprefix("test_"))).is_file()
    ]


def too_long(root: Path) -> list[str]:
    return [
        f"{module}: {length} lines"
        for module in modules(root)
        if (length := len((root / module).read_text(encoding="utf-8").splitlines())) > MAX_LINES
    ]


def names_a_backend(root: Path) -> list[str]:
    """Modules of the server, other than wiring, that name a backend."""
    return [
        f"{module} imports {name}"
        for module in modules(root)
        if module.parts[0] == "server" and module != Path("server/wiring.py")
        for statement in imports(root, module)
        for name in imported_names(statement)
        if name in BACKENDS
    ]


def dotted(module: Path) -> str:
    return ".".join(module.with_suffix("").parts).removesuffix(".__init__")


def heavy_imports(root: Path) -> list[str]:
    """Heavy libraries imported outside the backends, and outside functions of the backends."""
    return [
        f"{module} imports {name}"
        for module in modules(root)
        if module.parts[0] not in ("ui", "recipes") and dotted(module) not in BACKENDS
        for statement in imports(root, module)
        for name in imported_names(statement)
        if name.split(".")[0] in HEAVY
    ]


def heavy_libraries_loaded(root: Path) -> list[str]:
    """Heavy libraries that are loaded once all our modules but backends and screens are."""
    light = [
        dotted(module)
        for module in modules(root)
        if module.parts[0] not in ("ui", "recipes") and dotted(module) not in BACKENDS
    ]
    program = (
        "import sys, importlib\n"
        f"for name in {light}: importlib.import_module(name)\n"
        "import ui\n"
        f"print(*sorted({set(HEAVY)} & set(sys.modules)))"
    )
    done = subprocess.run(
        (sys.executable, "-c", program),
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.splitlines()[-1:] if done.returncode else done.stdout.split()


CHECKS = (
    wrong_arrows,
    relative_imports,
    forbidden_names,
    untested,
    orphan_tests,
    too_long,
    names_a_backend,
    heavy_imports,
    heavy_libraries_loaded,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_project_keeps_its_rules(check):
    assert not check(ROOT)


def test_the_top_level_holds_only_what_the_design_names():
    tracked = subprocess.run(
        ("git", "ls-files"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if tracked.returncode:
        pytest.skip("not a git checkout")
    top_level = {line.split("/")[0] for line in tracked.stdout.splitlines()}
    assert {name for name in top_level if not name.startswith(".")} <= TOP_LEVEL


def test_tests_are_no_packages():
    assert not list((ROOT / "tests").rglob("__init__.py"))


WHISPER = "import faster_whisper\n"
BROKEN = (
    ("upward import", wrong_arrows, "scribe/bad.py", "from server.app import create_app\n"),
    ("sideways import", wrong_arrows, "asr/bad.py", "import notegen.extractive\n"),
    ("late upward import", wrong_arrows, "ui/bad.py", "def f():\n    import asr.audio\n"),
    ("relative import", relative_imports, "asr/bad.py", "from . import audio\n"),
    ("module named like a library", forbidden_names, "asr/nemo.py", ""),
    ("module named like a package of ours", forbidden_names, "server/scribe.py", ""),
    ("sub-package named like a library", forbidden_names, "asr/torch/__init__.py", ""),
    ("module without a test", untested, "notegen/bad.py", "X = 1\n"),
    ("test without a module", orphan_tests, "tests/asr/test_gone.py", ""),
    ("long module", too_long, "server/bad.py", "X = 1\n" * (MAX_LINES + 1)),
    ("backend chosen outside wiring", names_a_backend, "server/bad.py", "import asr.whisper\n"),
    ("heavy import", heavy_imports, "asr/bad.py", "import torch\n"),
    ("heavy import in a package", heavy_imports, "notegen/__init__.py", "import ctranslate2\n"),
    ("late heavy import", heavy_imports, "scribe/bad.py", "def f():\n    import nemo.asr\n"),
    ("library that loads a heavy one", heavy_libraries_loaded, "asr/bad.py", WHISPER),
)


@pytest.mark.parametrize(
    ("check", "path", "text"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_project_that_breaks_a_rule_is_caught(tmp_path, check, path, text):
    for package in PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "tests").mkdir()
    (tmp_path / "scribe" / "session.py").touch()
    (tmp_path / "tests" / "scribe").mkdir()
    (tmp_path / "tests" / "scribe" / "test_session.py").touch()
    assert not check(tmp_path)
    broken = tmp_path / path
    broken.parent.mkdir(parents=True, exist_ok=True)
    broken.write_text(text, encoding="utf-8")
    assert check(tmp_path)

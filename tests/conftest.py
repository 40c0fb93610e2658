"""Skips what cannot run here with its reason; `--require` fails a run in which that was all.

Files with slow tests come first, so that no worker begins one when the others are done.
"""

import os
import shutil
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

# There is a worker for each processor core: threads of their own would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# How long a case takes depends on what else the machine does; that is no property of ours.
settings.register_profile("scribe", deadline=None)
settings.load_profile("scribe")

SHARED = Path(__file__).parents[1].parent / "shared" / "data"


def has_gpu() -> bool:
    return Path("/proc/driver/nvidia").exists()


def is_installed(library: str) -> bool:
    try:
        return find_spec(library) is not None
    except ModuleNotFoundError:  # not even the package that it is a part of
        return False


NEEDS = {
    "torch": (lambda: is_installed("torch"), "needs an extra with torch, such as [train]"),
    "pyannote": (lambda: is_installed("pyannote.audio"), "needs the extra [pyannote]"),
    "nemo": (lambda: is_installed("nemo"), "needs the extra [nemo]"),
    "browser": (lambda: shutil.which("chromium") is not None, "needs Chromium"),
    "shared": (SHARED.is_dir, "needs ../shared/data"),
    "gpu": (has_gpu, "needs a CUDA device"),
}

passed_by_marker: Counter[str] = Counter()


def pytest_addoption(parser):
    parser.addoption(
        "--require",
        action="append",
        default=[],
        metavar="MARKER",
        choices=sorted(NEEDS),
        help="fail unless a test with this marker has passed (may be repeated)",
    )


def pytest_collection_modifyitems(items):
    for marker, (is_there, reason) in NEEDS.items():
        if not is_there():
            for item in items:
                if item.get_closest_marker(marker):
                    item.add_marker(pytest.mark.skip(reason=reason))
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_runtest_logreport(report):
    if report.when == "call" and report.passed:
        passed_by_marker.update(NEEDS.keys() & report.keywords.keys())


def pytest_sessionfinish(session, exitstatus):
    if hasattr(session.config, "workerinput"):
        return  # a worker has seen a part only; the controller sees all
    missing = [m for m in session.config.getoption("--require") if not passed_by_marker[m]]
    if missing and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        print(f"\nno test marked {', '.join(missing)} has passed")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The data to measure on."""
    return SHARED


@pytest.fixture(scope="session")
def icd_table(tmp_path_factory) -> Path:
    """The code table, compiled once for all workers: it takes seconds."""
    from notegen.icd10.build import build_table  # slow, and not all tests need it

    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    path = folder / "icd.sqlite"
    with FileLock(f"{path}.lock"):
        if not path.exists():
            build_table(path)
    return path

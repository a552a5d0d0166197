"""Set up Bemanna on this machine and run it: ``python3 bootstrap.py solve scenarios/eye_clinic``.

The first run makes a virtual environment in ``.venv`` beside this file and installs the project there; later runs
start at once, until pyproject.toml changes. Needs Python 3.11 or newer and nothing else. ``test`` runs the tests,
``lint`` the linters, anything else is a ``bemanna`` command.

Written so that older Pythons can read it too: they get a clear message.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", "--strict", "-p", "models", "-p", "solver", "-p", "bemanna", "-p", "benchmarks"),
)


def main(arguments):
    """Set up where needed, then run; return the exit code."""
    refuse_old_python(arguments)
    verb = arguments[0] if arguments else "--help"
    install("dev" if verb in ("test", "lint") else "")
    if verb == "test":
        return run("pytest", "--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml"), *arguments[1:])
    if verb == "lint":
        return max(run(*linter) for linter in LINTERS)
    return hand_over("bemanna", *(arguments or ["--help"]))


def refuse_old_python(arguments):
    """Stop where this Python is too old, and name a newer one where there is one."""
    if sys.version_info >= OLDEST:
        return
    found = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(name)]
    version = ".".join(map(str, sys.version_info[:3]))
    remedy = "install one from python.org or with your system's package manager, then run this again"
    if found:
        remedy = "run instead: {} bootstrap.py {}".format(found[0], " ".join(arguments))
    fail(f"Bemanna needs Python 3.11 or newer, and this is {version}: {remedy}")


def install(extra):
    """Install the project and one of its extras in the virtual environment, unless that is done already."""
    wanted = {"root": str(ROOT), "python": sys.version.split()[0], "pyproject": fingerprint()}
    known = read_stamp()
    if known.get("extra") == "dev":
        extra = "dev"  # an environment for development stays one
    if known == dict(wanted, extra=extra):
        return
    say(f"Setting up Bemanna in {VENV} (once; takes a minute or two) ...")
    same_place = known.get("root") == wanted["root"] and known.get("python") == wanted["python"]
    if not same_place:
        make_venv()
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    if run("pip", "install", "-qq", "--disable-pip-version-check", "--editable", target) != 0:
        fail("The installation failed: pip says why above. It needs a package index; check network and proxy settings.")
    run("solver.search.compiling")  # a minute once, which the first solve would wait for
    STAMP.write_text(json.dumps(dict(wanted, extra=extra)))


def make_venv():
    """Make the virtual environment afresh."""
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        fail(
            "This Python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv; "
            "elsewhere install Python from python.org. Then run this again."
        )
    shutil.rmtree(str(VENV), ignore_errors=True)
    venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(str(VENV))


def fingerprint():
    """Return a hash of what decides the installation."""
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()


def read_stamp():
    """Return what is installed; empty where nothing or half of it is."""
    try:
        return json.loads(STAMP.read_text()) if PYTHON.exists() else {}
    except (OSError, ValueError):
        return {}


def run(module, *arguments):
    """Run a module in the virtual environment and this project; return its exit code."""
    return subprocess.call([str(PYTHON), "-m", module, *arguments], cwd=str(ROOT))  # noqa: S603


def hand_over(module, *arguments):
    """Become the module, so that it gets Ctrl-C and other signals itself; on Windows wait for it."""
    command = [str(PYTHON), "-P", "-m", module, *arguments]  # -P: not what the current folder calls "models"
    if os.name != "nt":
        sys.stderr.flush()
        os.execv(command[0], command)  # noqa: S606
    process = subprocess.Popen(command)  # noqa: S603
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the module got it too, and decides
            continue


def say(text):
    """Print a line for people."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def fail(text):
    """Say what is wrong and stop."""
    say(text)
    raise SystemExit(2)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

"""Folders that appear whole or not at all, and replace only what we wrote ourselves."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from bemanna.runs.files import RUN_SCHEMA, SUMMARY
from bemanna.runs.run import RunError

_NEW, _OLD = "bemanna-new", "bemanna-old"
_STALE_SECONDS = 86_400


class FolderTakenError(Exception):
    """Another run was written to the folder meanwhile."""


def is_run(folder: Path) -> bool:
    """Whether a folder is a run that we wrote."""
    try:
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(summary, dict) and summary.get("schema") == RUN_SCHEMA


def check_target(folder: Path) -> None:
    """Check that a run can be written to a folder, and clear away what a killed run left beside it.

    Raises RunError where something else stands there, or nothing can be written.
    """
    target = _absolute(folder)
    try:
        _recover(target)
        if os.path.lexists(target) and (target.is_symlink() or not is_run(target)):
            raise RunError(f"{folder}: exists and is no bemanna run: choose another folder, or move it away")
        parent = next(p for p in target.parents if p.exists())
        Path(tempfile.mkdtemp(prefix=_new_prefix(target), dir=parent)).rmdir()
    except OSError as error:
        raise _unwritable(folder, error) from error


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]], *, replace: bool = True) -> None:
    """Write a run folder as a whole: files by relative name, then one rename.

    Until the rename a run that stood there stays as it is; a process that is killed leaves at most a hidden sibling,
    which the next run clears away. Raises RunError where it cannot be written, or something else stands there; without
    ``replace`` FolderTakenError where another run was written there meanwhile.
    """
    check_target(folder)
    target = _absolute(folder)
    place = _swap if replace else _take
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f"{_new_prefix(target)}{os.getpid()}-", dir=target.parent))
        try:
            for name, content in files:
                _write_file(new / name, content)
            new.chmod(0o777 & ~_umask())  # mkdtemp keeps others out
            _sync(new)
            place(new, target)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def replace_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Replace files of a run one by one, each as a whole. Raises RunError where one cannot be written."""
    try:
        for name, content in files:
            target = folder / name
            new = target.with_name(f".{target.name}.{_NEW}")
            new.unlink(missing_ok=True)
            _write_file(new, content)
            new.replace(target)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _absolute(folder: Path) -> Path:
    """Return a path that has a name and a parent, whatever was written (``.``, ``..``); a link stays one."""
    path = folder.absolute()
    return path.resolve() if path.name == ".." else path.parent.resolve() / path.name


def _new_prefix(target: Path) -> str:
    return f".{target.name}.{_NEW}-"


def _old_name(target: Path) -> Path:
    return target.parent / f".{target.name}.{_OLD}"


def _unwritable(folder: Path, error: OSError) -> RunError:
    reason = error.strerror or str(error)
    return RunError(f"{folder}: cannot be written ({reason}): choose another folder with --out")


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Flush a folder's entries to the disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _swap(new: Path, folder: Path) -> None:
    """Put a new folder in the place of an old one.

    A folder cannot be renamed over a full one, so the old one steps aside first; a kill between the two
    renames is healed by _recover, which puts it back.
    """
    old = _old_name(folder)
    if folder.exists():
        folder.replace(old)
    try:
        new.replace(folder)
    except OSError:
        if old.exists():
            old.replace(folder)
        raise
    _sync(folder.parent)
    shutil.rmtree(old, ignore_errors=True)


def _take(new: Path, folder: Path) -> None:
    """Put a new folder where nothing stands. Raises FolderTakenError where something does."""
    try:
        new.rename(folder)
    except OSError as error:
        if folder.exists():
            raise FolderTakenError(folder) from error
        raise
    _sync(folder.parent)


def _recover(folder: Path) -> None:
    """Put back a run that a killed process had moved aside, and remove what it left behind."""
    old = _old_name(folder)
    if is_run(old) and not folder.exists():
        old.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
    if folder.parent.is_dir():
        prefix = _new_prefix(folder)
        for left in [p for p in folder.parent.iterdir() if p.name.startswith(prefix)]:
            if _abandoned(left, prefix):
                shutil.rmtree(left, ignore_errors=True)


def _abandoned(left: Path, prefix: str) -> bool:
    """Whether nobody writes to a leftover folder any more: its process is gone, or it is a day old."""
    process = left.name.removeprefix(prefix).split("-")[0]
    if os.name != "nt" and process.isdigit():
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return True
        except OSError:
            pass
    try:
        return time.time() - left.stat().st_mtime > _STALE_SECONDS
    except OSError:
        return False

"""What becomes of an error in one searcher: the roster that is known is not lost with it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any

_LOG = logging.getLogger("bemanna")


def tell(errors: Iterable[BaseException | None], *, known: bool) -> None:
    """Raise the first error of searchers where no roster is known; else log each and go on with the roster."""
    for error in errors:
        if error is None:
            continue
        if not known:
            raise error
        _LOG.warning(
            "part of the search ended early (%s: %s): the best roster so far is kept", type(error).__name__, error
        )
        _LOG.debug("where it happened", exc_info=error)


def errors_of(searchers: Iterable[Future[Any]]) -> Iterable[BaseException | None]:
    """Return the errors of searchers that have ended."""
    return [searcher.exception() for searcher in searchers]

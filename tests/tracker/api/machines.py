"""What Schemathesis calls before each request of its own."""

from itertools import count
from typing import Any

import schemathesis

numbers = count(1)


@schemathesis.hook
def before_call(_context: Any, case: Any, _options: Any) -> None:
    """Make most Idempotency-Keys new: a machine draws the same few over and over."""
    key, number = (case.headers or {}).get("Idempotency-Key"), next(numbers)
    if key and len(key) < 200 and number % 5:
        case.headers["Idempotency-Key"] = f"{key}{number}"

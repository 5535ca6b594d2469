"""What the scripts have in common."""

import time


def check(condition, what):
    """Ends the script, with what was found, unless the condition holds."""
    if not condition:
        raise AssertionError(what)


def eventually(condition, seconds=30):
    """Waits until the condition holds, and returns what it gave."""
    deadline = time.monotonic() + seconds
    failure = None
    while time.monotonic() < deadline:
        try:
            if value := condition():
                return value
        except Exception as error:
            failure = error
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s" + (f": {failure!r}" if failure else ""))

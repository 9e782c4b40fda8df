"""A child that makes two sounds, and then answers that it cannot, as one whose model has come to the limit of its memory."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kiosk.speech.wav import silence, write_wav

RATE_HZ = 24_000
BEFORE_IT_TIRES = 2
NEVER = "Yang ini tidak pernah."


def main() -> None:
    made = 0
    for line in sys.stdin:
        asked = json.loads(line)
        told: dict[str, object] = {"id": asked["id"]}
        if made == BEFORE_IT_TIRES or asked["text"] == NEVER:
            told["error"] = "no memory"
        else:
            made += 1
            told["duration"] = write_wav(Path(asked["path"]), silence(0.2, RATE_HZ), RATE_HZ).duration_s
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

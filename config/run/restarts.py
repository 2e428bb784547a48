"""How often a part that ended, or got stuck, is started again before Chancery gives up on it."""

import time
from dataclasses import dataclass, field

# Seconds to wait before each attempt: what ends at once every time must not keep the machine busy.
PAUSES = (0.0, 1.0, 3.0, 10.0, 30.0)
# An attempt that was made longer ago than this no longer counts.
FORGIVEN_AFTER = 600.0


@dataclass
class Restarts:
    """The attempts that were made with one part."""

    made: list[float] = field(default_factory=list)

    def pause(self) -> float | None:
        """Count one more attempt and say how long to wait before it; None when there have been too many."""
        now = time.monotonic()
        self.made = [moment for moment in self.made if now - moment < FORGIVEN_AFTER]
        if len(self.made) == len(PAUSES):
            return None
        self.made.append(now)
        return PAUSES[len(self.made) - 1]

"""What `make run` says once everything answers: where to go, as whom to sign in, what to try first."""

from pathlib import Path

FIRST_STEPS = """Try first:
  1. Sign in as riyadh.author, write a post and submit it: the page says who will be asked.
  2. Sign in as riyadh.head, in a private window say, and decide it in the queue.
  3. Look at the delays: some posts of this ministry have waited too long."""


def welcome(address: str, guide: str) -> str:
    """Say where Chancery answers, with the guide to the demo where there is one."""
    parts = [f"\nChancery answers at {address}", guide, "Ctrl-C stops it; everything is kept for the next time.\n"]
    return "\n\n".join(part for part in parts if part)


def guide_place(var: Path) -> Path:
    """Give the file in which the preparation, which knows the accounts, leaves the guide for the supervisor."""
    return var / "guide.txt"


def guide(accounts: list[tuple[str, str]], password: str) -> str:
    """Say as whom to sign in (name, and what that person does) and what to try first; nothing without accounts."""
    if not accounts:
        return ""
    people = [f"  {name:<18} {does}" for name, does in accounts]
    return "\n".join([f"Sign in (everyone's password is {password}) as", *people, "", FIRST_STEPS])

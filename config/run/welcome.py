"""What `make run` says once everything answers: where to go, who to be, what to try first."""

from django.utils import translation

from accounts.demo_accounts import demo_accounts

FIRST_STEPS = """Try first:
  1. Sign in as riyadh.author, write a post and submit it: the page says who will be asked.
  2. Sign in as riyadh.head, in a private window say, and decide it in the queue.
  3. Look at the delays: some posts of this ministry have waited too long."""


def welcome(address: str) -> str:
    """Say where Chancery answers and, in a demo, as whom to sign in and what to try first; needs the settings."""
    parts = [f"\nChancery answers at {address}", *_guide(), "Ctrl-C stops it; everything is kept for the next time.\n"]
    return "\n\n".join(parts)


def _guide() -> list[str]:
    accounts = demo_accounts()
    if not accounts:
        return []
    # The terminal speaks English; looking a translation up would need all of Django.
    with translation.override(None):
        people = [f"  {account.username:<18} {account.does}" for account in accounts]
    return ["\n".join([f"Sign in (everyone's password is {accounts[0].password}) as", *people]), FIRST_STEPS]

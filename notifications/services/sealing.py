"""Keeps addresses and secrets of services unreadable in the database and its backups: sealed with SECRET_KEY."""

import base64
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"chancery: addresses and secrets of services"
SECRET_PREFIX = "whsec_"  # noqa: S105 (how the Standard Webhooks scheme marks a secret)
SECRET_BYTES = 32


class Unreadable(Exception):
    """What was sealed with another SECRET_KEY cannot be read: it has to be given anew."""


def seal(text: str) -> str:
    """Return the text as only this installation can read it."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed with SECRET_KEY or one of SECRET_KEY_FALLBACKS; raises Unreadable for anything else."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def new_secret() -> str:
    """Return a fresh secret as the Standard Webhooks scheme writes it."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)

"""What each kind of long work of the engine does (accounts/work.py does it; settings.WORK_KINDS names them)."""

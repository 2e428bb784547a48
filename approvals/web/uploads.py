"""A file that is sent to a page: kept in memory only, and refused as soon as it is larger than it may be."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler
from django.http import HttpRequest

from approvals.policy_file.reading import require_size


class BoundedUpload(FileUploadHandler):
    """Counts what arrives, and refuses the rest: a large file is never kept, in memory or on the disk."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count each file anew."""
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on, unless it is one too many."""
        self.seen += len(raw_data)
        require_size(self.seen)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the whole to the next handler."""


def bound(request: HttpRequest) -> None:
    """Let this request send small files only. Must come before anything reads its form."""
    request.upload_handlers = [BoundedUpload(request), MemoryFileUploadHandler(request)]

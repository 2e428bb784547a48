"""A file that is sent to a page: kept in memory only, and refused as soon as it is larger than it may be."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler
from django.http import HttpRequest

from channels.media import LARGEST

# As many files as a platform takes in one post, of the size of a telephone's photographs: then it is no mistake.
MOST_READ: Final = 4 * LARGEST


class BoundedUpload(FileUploadHandler):
    """Counts what arrives, and refuses the rest: a large file is never kept, in memory or on the disk."""

    def __init__(self, request: HttpRequest, require_size: Callable[[int], None]) -> None:
        super().__init__(request)
        self.require_size = require_size

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count each file anew."""
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on, unless it is one too many."""
        self.seen += len(raw_data)
        self.require_size(self.seen)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the whole to the next handler."""


def bound(request: HttpRequest, *, require_size: Callable[[int], None]) -> None:
    """Let this request send files of a size that is not refused. Must come before anything reads its form."""
    request.upload_handlers = [BoundedUpload(request, require_size), MemoryFileUploadHandler(request)]


class KeptInMemory(FileUploadHandler):
    """Keeps what may be images in memory, and never more than they may be together; the rest is counted, not kept.

    It stands before every form, and before anybody knows who sends it (FILE_UPLOAD_HANDLERS): a file too large comes as
    its beginning with its true size, for the form to say so beside the field and keep what was typed. Of a request
    that goes on far beyond that, nothing more is read.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Count the files of one request together."""
        self.total = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, as long as there is room for it."""
        self.total += len(raw_data)
        if self.total > MOST_READ:
            raise RequestDataTooBig("files far larger than any image")
        if self.kept.tell() <= LARGEST:
            self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """Return the file, to be read from its beginning."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, self.file_name or "", self.content_type, file_size, self.charset
        )

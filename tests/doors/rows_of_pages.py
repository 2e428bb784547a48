"""The rows of pages that the rooms keep beside the matrix of pages, put together."""

from tests.doors import rows_frame, rows_images, rows_lines, rows_people, rows_queue, rows_talk, rows_unsaved

ROOMS = (rows_frame, rows_images, rows_lines, rows_people, rows_queue, rows_talk, rows_unsaved)
PAGES = [row for room in ROOMS for row in room.PAGES]

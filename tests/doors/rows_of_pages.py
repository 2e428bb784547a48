"""The rows of pages that the rooms keep beside the matrix of pages, put together, and the world they are about."""

from tests.doors import rows_frame, rows_images, rows_lines, rows_people, rows_queue, rows_talk, rows_unsaved
from tests.doors.matrix import World

ROOMS = (rows_frame, rows_images, rows_lines, rows_people, rows_queue, rows_talk, rows_unsaved)
PAGES = [row for room in ROOMS for row in room.PAGES]


def whole_world():
    """Make the world of the matrix, with what its pages need and its API does not."""
    made = World()
    made.view, made.work = rows_queue.kept(made.ministry), rows_people.done_for(made.ministry)
    made.image = rows_images.in_a_draft(made.ministry)
    return made

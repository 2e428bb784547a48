"""What the two commands start: servers, processes that die with their parent, and the command of each part."""

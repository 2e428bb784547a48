"""What `make run` and `make test` start: servers, processes that die with their parent, and the command of each part."""

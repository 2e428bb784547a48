"""What every room's tests share; the people of the stories are in tests/people.py."""

"""What each platform accepts: dated data, one file each, and the counting that it asks for."""

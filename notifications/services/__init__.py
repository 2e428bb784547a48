"""Other services that hear of what happens: webhooks, chat rooms, and whatever Apprise can reach."""

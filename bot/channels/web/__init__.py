"""The web chat: plain pages that work without JavaScript, and more smoothly with it."""

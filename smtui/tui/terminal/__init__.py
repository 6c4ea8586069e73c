"""What stands between the screen and the terminal: filters, and the driver that Textual uses."""

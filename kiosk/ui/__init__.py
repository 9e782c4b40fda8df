"""What is seen and touched. Needs a window: import it only in the commands that open one (it loads Kivy)."""

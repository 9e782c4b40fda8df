"""The controller: messages, touches and buttons in, navigation and the board out. Composes what decides; draws nothing.
May import: service, alerts, content, narration, hardware, viewmodel and what lies below; no Kivy, not even through others.
Start: `controller`, whose table of screens says what each of them makes of the four keys.
"""

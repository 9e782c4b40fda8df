"""Every screen and state, drawn as the first that its kiosk shows, and what is drawn looked at for faults.

`python -m tests.drawn` draws them all; `scenes` says what there is, `process` draws each in a process of its own, `geometry`,
`folds`, `keys` and `contrast` are what is looked for.
"""

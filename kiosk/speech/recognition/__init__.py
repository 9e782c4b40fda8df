"""Speech in, words out: what a resident says, written down by a captive process that has nothing but its model.

Start with `recogniser`; `whisper` is the child's side.
"""

"""The hall's own notices: their kind, their store on disk, the forms others read them in, stick and microphone.

Start with `store`.
"""

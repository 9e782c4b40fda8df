"""The hall's own notices: their kinds, their store on disk, the formats in which others read them, stick and microphone.

Start with `store`."""

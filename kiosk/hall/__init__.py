"""The hall's own content: what people of the village write, record and answer.

`notices` are what they write, `recording` takes what they say, `desk` is the web app for their phones, `backup` keeps
it all in a file."""

"""One item of the village's content: to read and hear it, its pictures, its tables and its film, a folder each."""

"""Attachments of items: pictures, recordings, documents and films (RSS calls them enclosures)."""

from __future__ import annotations

from msgspec import Struct

DOCUMENT = "application/pdf"
FILMS = ("video/mp4", "video/webm")
SUBTITLES = ("text/vtt", "application/x-subrip")
SEALED = "application/vnd.kim-kiosk.sealed"
"""Media type of a private answer's recording: a box that its kiosk alone opens, when it is played."""
PAGE = "text/html"
"""Media type of a film that is on a web page and no file."""
ROLES = ("picture", "document", "film", "subtitles", "sign", "recording")  # of attachments (CONTRACTS.md)


class Attachment(Struct, frozen=True):
    """Picture, recording, document or film of an item.

    *url* is where it can be fetched; *type* its media type ("image/jpeg"). *path* is its file in the media folder once it
    is stored, "" before. *alt* describes a picture in words. *size* is its bytes as the feed says, 0 if it does not.
    *width* and *height* are pixels of the stored picture, 0 if unknown. *thumbnail* is a smaller file of it for lists, ""
    if it is small itself. *role* is "" or its purpose by the feed: picture, document, film, subtitles, sign, recording.
    *text* is the text in it as its author wrote it, which goes before one read by OCR.

    A stored document has *pages*, -1 if it cannot be opened; each stored page follows as a picture of the same address,
    with its number (*page*).

    Of a stored film *thumbnail* is its still, *pages* its seconds, and *sound* the file of its sound track, "" for none.
    *language* is that of a recording (BCP 47), "" for the item's own.
    """

    url: str
    type: str
    alt: str = ""
    path: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    thumbnail: str = ""
    role: str = ""
    text: str = ""
    page: int = 0
    pages: int = 0
    sound: str = ""
    language: str = ""

    @property
    def small(self) -> str:
        """Return the path of the file for lists: the thumbnail, or the picture itself if that is small."""
        return self.thumbnail or self.path

    @property
    def is_picture(self) -> bool:
        return self.type.startswith("image/")

    @property
    def is_document(self) -> bool:
        return self.type == DOCUMENT

    @property
    def is_film(self) -> bool:
        """Return whether it is a film, as a file or on a web page."""
        return self.type in FILMS or (self.type == PAGE and self.role == "film")

    @property
    def is_recording(self) -> bool:
        return self.type.startswith("audio/")

"""Backup of an office: one encrypted file, made while the desk runs, and its restoration.

A file `kantor-YYYYMMDD-HHMMSS.cadangan` (UTC) has a head of 196 bytes, numbers big-endian: `KIM-KANTOR-BACK1`; 16 bytes of
salt; rounds (4 bytes) and memory in bytes (8) of argon2id, of which more than 10 and 2^30 are refused; 72 bytes with the
office's X25519 key, encrypted by the password (XSalsa20-Poly1305); 80 bytes with this file's own key, sealed to that one. Then
24 bytes and pieces of 64 KiB of libsodium's secretstream (XChaCha20-Poly1305), the head being bound to the first one and the
last one marked. The server keeps the public half alone: it makes backups each night, and reads none.

Within is a tar (pax) of plain files, and nothing else, by their names below the office's folder. Its last member is
`.kantor/cadangan/manifest.json`: `format` 1; `office`, the office's id; `made`; `edition`, its newest number; `published`, the
folder of editions; `files`, the size and SHA-256 of each name. A file that changed meanwhile is there more than once, and the
last one holds; one that is not in the manifest was deleted. What was on the disk at `made` is in it. Left out are the spare
key, links, and what belongs to a machine: the desk's lock, and the backups that are kept there. Of each kiosk's backups the newest
is in it, sealed as it came, up to 3,000,000,000 bytes of all, the smallest first; `kiosks_left` counts what had no room.

A restoration checks all of it first. Into a folder that has an office it puts that office alone, and no edition older than what
is there unless it is told so. Sessions are over, and the next editions get numbers that are 100 higher, for kiosks take none
twice.
"""

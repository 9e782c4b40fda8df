"""Kiosk to kiosk: the newest signed edition as its office made it, handed out to kiosks in reach and taken from them.

With `[public] enabled` and `neighbours` a kiosk hands its signed edition out in the hall's network, and takes a newer
one, by mDNS (`_info-desa._tcp`, port 8088; `avahi-daemon`, `avahi-utils`). Private IPv4 addresses alone are asked;
port 8089 hands out none.

The web server hands out `/edisi/`: `latest.minisig` and what it leads to, of the first source that has keys.
`FOLDER/edisi` is a link to `edisi-<number>`. Of an edition that came by the web its signed files are fetched once
more for this, within `daily_megabytes`. One of more than 200 MB, or with a private answer without its `box`, is not
handed on.

Every five minutes the refresher asks eight kiosks at most, drawn by lot. Where a pinned key has signed a higher
number it takes texts within a minute, the rest at 50 kB a second within ten minutes, 1 GB a day, each file by its
hash; the next try goes on there. Then it is taken in as a stick is. Who hands out what does not hold is left alone
for half an hour, then twice as long, a day at most; who is slow and true, half an hour.

May import what the refresher may. Start at `rounds`.
"""

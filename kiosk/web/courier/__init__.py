"""Courier's door: a ZIP from a phone in the hall goes into a folder of arrivals, and the phone is told what became of it.

A phone brings an edition to a kiosk without a line, and takes its letters to town. The office's desk gives everybody
its last edition at `/bawa` (`edisi-<n>.zip`) and takes `surat.zip` there, at most 5 MB at a time, without a login.

With `[public] courier` the pages have `kirim.html`, a form of one `file` to `/kirim`, and `kirim-<outcome>.html`:
`sampai` (taken), `sama` (here already), `lama` (older), `palsu` (not signed by the office), `rusak` (no whole
edition), `besar` (over 200 MB), `penuh` (no room), `sibuk` (too many, too slow, or shut), `tunggu` (checked for
longer than two minutes). `surat.zip` has envelopes of the way back, at most 4 MB; they wait on until acknowledged.

With `[public] questions` they have `tanya.html`, too: a form to `/tanya` of `jenis` (`question`, `complaint`,
`letter`), `untuk` (an index), `tulisan` (at most 300 letters) and `foto` (at most 15 MB). The answer is a page with the
number and the code, else `tanya-<why>.html`: `kosong`, `panjang`, `foto` (no picture), `besar`, `banyak` (too many by
phone), `sibuk`, `tutup`. It lies in `FOLDER/<number>.tanya` until the refresher has answered.

`python -m kiosk.web.courier FOLDER [SOCKET]` is behind the form. It leaves 200 MB of the disk free; after 15 s an
upload has to have come at 50 kB a second, and it ends within five minutes; a phone that was too slow waits five. It
unpacks names of a signed edition alone into `FOLDER/<number>` and answers when the refresher has written
`FOLDER/<number>.json`. The refresher takes it in as a stick's.

A process of its own, which knows no settings, no keys and no store. May import what `kiosk.web` may. Start at `receiving`.
"""

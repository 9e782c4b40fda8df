"""Newsroom: an office's folder of notices in a browser, for people with roles, down to the signed edition that kiosks take.

`kiosk office --folder FOLDER` edits an office folder. Besides its files there are

- `_name.md`: a draft; `desk` in its front matter: `by`, `since`, `asked`, `of` (version of `name.md`), `withdrawn`,
  and of what was taken over `from`, `address`, `came`
- `lampiran/`: what was attached; recordings as Opus; a crop is `NAME-potong.jpg`, its picture names the original as
  `whole`
- `peringatan/`, `kalender/`: released warnings as CAP messages until they are over; calendars that were taken in
- `desa.csv`, `wilayah.geojson`: a Kemendagri code and a name a line; outlines (RFC 7946) with the code
- `desa-lama.csv`: villages taken out or merged: code, name, code that stays, day, kiosks; what is for a village is for
  the codes merged into it
- `rekaman/`: recordings of prompts in local languages that somebody has accepted: `kiosk.office.editions.prompts`
- `jawaban-….md`: answers to residents' questions
- `tanda-terima.json`, `hasil-jajak.json`: `acks`, and sums of polls by notice, made anew at each publishing
- `.segel.json`: `secret`, `title`, `text`, `keys`: what private answers are sealed to; without a kiosk's key none is
  published
- `.git`: who changed what
- `.kantor/`: this user's alone: `orang.sqlite` (people, sessions, tries), keys (`kunci/`), editions,
  `terjadwal.json`, `jawaban/`, the inbox (`kotak/`), `kiriman.sqlite` (kiosks and what they sent)

`office.toml` has its settings.

Roles: `penulis` writes, `penyunting` changes and publishes all, `darurat` needs a code of six digits (RFC 6238),
`pengurus` looks after people. What two people changed at one time is theirs to choose, paragraph by paragraph. A
withdrawn notice stays a draft for 14 days.

A warning (`/darurat`) goes out once a second person of the role releases it, with the alert key's password, within 15
minutes: the last edition with one CAP message more. It is ended likewise, by `Cancel`; a drill has the status
`Exercise`. While one stands, and a day after, editions are signed by the alert key. An edition that is being sent or
spoken gives way to it.

Sites are asked every 15 minutes at most. Of a new one the ten newest items of 14 days are news, else 50 at one time;
the inbox holds 100 of a site, 50 letters, 20 that a person shared. Phones share to `POST /bagikan` (Web Share Target:
`judul`, `teks`, `tautan`, `berkas`).

`POST /post` is the receiver of the way back, without a session: 400 for no envelope, 403 for a kiosk or key that is
not known (`fault`: `unknown_kiosk`, `signature`, `waits`, `other_key`, `code_over`, `no_code`, `full`), 413 over
1,000,000 bytes, 429 over 50 MB of one kiosk or 500 MB of one address a day, after five wrong codes, 100 waiting
kiosks of an address or 1,000 gaps, 507 without room. Sticks are handed in at `/tanya`. The post's key is opened for
eight hours; a former one stays as `post-<id>.key`. A question has one answer; withdrawn within 60 days it waits
again; an editor may close it without one.

May import: `pictures` and what lies below it but the screens; content_cache. Start with `app`.
"""

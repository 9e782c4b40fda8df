"""Info Desa for phones: what the kiosk may show, as pages that any web server hands out, with no program behind them.

`kiosk site build FOLDER`, and the refresher with `[public] enabled`, write files that any web server hands out: no
program, no script. `FOLDER/sekarang` is a link that turns in one step. Pages: `index.html`, `berita.html`,
`pengumuman.html`, `layanan.html`, `hoaks.html` (20 items, then `-2` …), `kegiatan.html`, `darurat.html`,
`warga-bertanya.html` (never private answers), `k/<id>.html`, `tidak-ada.html`, `tidak-ketemu.html`, `tanya.html`, `cari.html`,
`cari/<word>.html` (at most 400 words); files in `media/`. At most 400 items of a kind; of documents 30 pages as
drawn; the newest 60 items without a recording are spoken (Opus, four minutes). deploy/publik/nginx.conf leads
`/cari?q=` to the page of the first word.

The hall's network has the pages at port 8088. With `hotspot` the kiosk's own Wi-Fi is 10.42.42.1/24; every name there
is the kiosk (`dnsmasq.conf`), whose port 80 leads to 8089; hosts but `info.desa` and 10.42.42.1 are redirected to
`selamat-datang.html`.

May import what the refresher may. Start at `builder`.
"""

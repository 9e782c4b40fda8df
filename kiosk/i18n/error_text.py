"""The cache's errors in Indonesian: what is wrong and what to do, for who looks after the kiosk.

The content cache tells its errors in English, as logs do. Here each of its messages has its words; one that has none yet is
told as it is. A test holds this table against the messages in the cache's code.
"""

from __future__ import annotations

import re

_LOGIN = "jaringan minta masuk dulu (halaman login); masuklah di jaringan itu, atau hubungi pemilik Wi-Fi"
_ADDRESS = "periksa url di kiosk.toml"
_PUBLISHER = "beri tahu penerbitnya"
_LATER = "dicoba lagi nanti dengan sendirinya"

# the first that matches holds; \1 … are the message's own details
_WORDS: tuple[tuple[str, str], ...] = (
    # these quote what a feed says of itself, which may sound like any of those below
    (r"^not all of it came", f"hanya sebagian yang sampai, sisanya {_LATER}"),
    (r"^nothing in it could be used: https?://", f"tidak ada isinya yang dapat dipakai; {_PUBLISHER}"),
    (r"^nothing in it could be used: (.*)", rf"tidak ada isinya yang dapat dipakai (\1); {_PUBLISHER}"),
    (r"key (\w+), which was revoked", rf"tanda tangan salah: kunci \1 sudah dicabut; tidak dipakai, {_PUBLISHER}"),
    (r"key (\w+), which is not among",
     r"tanda tangan salah: kunci \1 bukan kunci sumber ini; tidak dipakai, periksa keys di kiosk.toml"),
    (r"spare key|no spare|before it was valid", f"tanda tangan salah: kuncinya tidak berhak; tidak dipakai, {_PUBLISHER}"),
    (r"\(darurat\) was signed", f"darurat ditandatangani dengan kunci berita, yang tidak berhak; tidak dipakai, {_PUBLISHER}"),
    (r"edition (\d+) is older than edition (\d+)", r"sudah punya yang lebih baru (edisi \2); edisi \1 tidak dipakai"),
    (r"no keys for this", "belum ada sumber dengan keys di kiosk.toml; tambahkan [[source]] kantor itu beserta keys-nya"),
    (r"minisign public key", "kunci di keys atau alert_keys salah; periksa kiosk.toml"),
    (r"new keys cannot be kept", "kunci baru tidak dapat disimpan; kosongkan ruang atau periksa kartu memori"),
    ((r"signature is wrong|no minisign signature|signed comment|file that was signed|keys\.json|minisign|^signed by"),
     f"tanda tangan salah: tidak dipakai; {_PUBLISHER}"),
    (r"bundle has (\d+) files", r"terlalu banyak berkas (\1); tidak dipakai, salin hanya folder terbitan"),
    (r"stick is too slow", "flash disk terlalu lambat; cabut dan pasang lagi, atau pakai yang lain"),
    (r"stick cannot be mounted", "flash disk tidak terbaca; formatlah sebagai FAT32 atau exFAT, lalu salin ulang isinya"),
    (r"symbolic link", "memuat tautan (symlink), bukan berkas biasa; tidak dipakai"),
    (r"of the bundle (?:is missing|cannot be read)",
     "ada berkas yang hilang atau tidak terbaca; tidak dipakai, salin ulang folder terbitan"),
    (r"edition names .*too (?:large|many)", f"edisi ini terlalu besar; tidak dipakai, {_PUBLISHER}"),
    (r"edition|emergency|central feed names|not all of \S+ came",
     f"edisi ini rusak atau tidak lengkap; tidak dipakai, {_PUBLISHER}"),
    (r"gzip data|brotli data|packed as|another piece", f"datanya rusak di jalan; {_LATER}"),
    (r"HTML page came|came in place of a feed|wants? a login|led to a page", _LOGIN),
    (r"answered HTTP (401|403)", rf"server menolak (HTTP \1); {_ADDRESS}"),
    (r"gone for good", f"sumber ini sudah ditutup penerbitnya, isi lama tetap tampil; {_ADDRESS}"),
    (r"answered HTTP (404|410)", rf"alamat tidak ada di server (HTTP \1); {_ADDRESS}"),
    (r"answered HTTP (429|503)(.*)", rf"server sedang sibuk (HTTP \1); {_LATER}"),
    (r"answered HTTP (\w+)", rf"server sedang bermasalah (HTTP \1); {_LATER}"),
    (r"^(\S+) cannot be reached: .*(?:not known|No address|no name)",
     rf"\1 tidak terjangkau: nama ini tidak dikenal; {_ADDRESS} dan sambungan internet; {_LATER}"),
    (r"^(\S+) cannot be reached: .*name resolution",
     rf"\1 tidak terjangkau: tidak ada yang tahu alamatnya (DNS); periksa sambungan internet; {_LATER}"),
    (r"^(\S+) cannot be reached: .*refused",
     rf"\1 tidak terjangkau: server itu menolak sambungan; periksa sambungan internet; {_LATER}"),
    (r"^(\S+) cannot be reached: .*(?:unreachable|No route)",
     rf"\1 tidak terjangkau: tidak ada jaringan ke sana; periksa sambungan internet; {_LATER}"),
    (r"^(\S+) cannot be reached: .*(?:no answer|timed out)",
     rf"\1 tidak terjangkau: tidak ada jawaban; periksa sambungan internet; {_LATER}"),
    (r"^(\S+) cannot be reached: (.*)", rf"\1 tidak terjangkau (\2); periksa sambungan internet; {_LATER}"),
    (r"^(\S+) broke off before it answered", rf"\1 memutus sambungan sebelum menjawab; {_LATER}"),
    (r"no answer within (\S+) s|not all there after (\S+) s|not done after (\S+) s", f"sambungan terlalu lambat; {_LATER}"),
    (r"clock", "jam kios salah, sambungan aman tidak dapat diperiksa; setel jam"),
    (r"no secure connection to ([^\s:]+)", r"sambungan aman ke \1 gagal; periksa jam kios dan alamatnya"),
    (r"more than \S+ MB|too large|too many", f"terlalu besar, tidak diambil; {_PUBLISHER}"),
    (r"redirect|no web address|not asked|outside", f"alamatnya mengarah ke tempat yang tidak boleh; {_ADDRESS}"),
    (r"feed is empty", f"umpannya kosong; {_PUBLISHER}"),
    ((r"neither RSS|root element|not JSON|nested too deep|not an object|calendar cannot|feed cannot|unknown format|"
     r"settings say format|no JSON Feed|the alert|no list of earthquakes"),
     f"isinya bukan umpan berita yang dikenal; {_ADDRESS} atau {_PUBLISHER}"),
    (r"^(\S+) (?:cannot be read|is no file)", rf"berkas \1 tidak dapat dibaca; {_ADDRESS}"),
    (r"needed more than|died \(|bounded process|result of", f"isinya tidak dapat diolah dengan aman; {_PUBLISHER}"),
    (r"picture|recording", f"gambar atau rekaman tidak dapat dipakai; {_PUBLISHER}"),
    (r"disk|full", "penyimpanan penuh; kosongkan ruang"),
    (r"no source is named (\S+);", r"sumber \1 tidak ada di kiosk.toml;"),
)  # fmt: skip


def explain(message: str) -> str:
    """One line in Indonesian for an error of the content cache; the message itself where there are no words for it."""
    for pattern, words in _WORDS:
        if match := re.search(pattern, message):
            return match.expand(words)
    return message

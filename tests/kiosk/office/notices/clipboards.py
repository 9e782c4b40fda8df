"""Clipboards as programs fill them: the markup, the plain text, and the Markdown that it is to become."""

# ruff: noqa: E501 - markup as it comes
from __future__ import annotations

from typing import NamedTuple


class Clipboard(NamedTuple):
    html: str
    text: str
    markdown: str


_PRICES = "| Barang | Harga |\n| --- | --- |\n| Beras | 14.000 |\n| Cabai | 45.000 |"
_PRICES_TEXT = "Barang\tHarga\r\nBeras\t14.000\r\nCabai\t45.000\r\n"

EXCEL = Clipboard(
    """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40"><head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Excel.Sheet>
<link id=Main-File rel=Main-File href="file:///C:/Users/x/clip.htm"><style><!--table {mso-displayed-decimal-separator:"\\,";}
.xl65 {mso-number-format:"\\#\\,\\#\\#0";}--></style></head><body link="#0563C1"><table border=0 cellpadding=0 cellspacing=0 width=128>
<!--StartFragment--><col width=64 span=2 style='width:48pt'><tr height=20 style='height:15.0pt'>
<td height=20 width=64 style='height:15.0pt;width:48pt'>Barang</td><td width=64>Harga</td></tr>
<tr height=20><td height=20>Beras</td><td class=xl65 align=right>14.000</td></tr>
<tr height=20><td height=20>Cabai</td><td class=xl65 align=right>45.000</td></tr><!--EndFragment--></table></body></html>""",
    _PRICES_TEXT,
    _PRICES,
)
CALC = Clipboard(
    """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN"><html><head><meta http-equiv="content-type"
content="text/html; charset=utf-8"/><meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/><style type="text/css">
body,div,table { font-family:"Liberation Sans"; font-size:x-small }</style></head><body><table cellspacing="0" border="0">
<colgroup span="2" width="85"></colgroup><tr><td height="17" align="left"><font face="Liberation Sans">Barang</font></td>
<td align="left">Harga</td></tr><tr><td height="17" align="left">Beras</td><td align="right" sdval="14000" sdnum="1057;0;#.##0">14.000</td>
</tr><tr><td height="17" align="left">Cabai</td><td align="right" sdval="45000">45.000</td></tr></table></body></html>""",
    _PRICES_TEXT,
    _PRICES,
)
SHEETS = Clipboard(
    """<meta charset='utf-8'><google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #cccccc;}--></style>
<table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" dir="ltr" border="1" data-sheets-root="1"><colgroup><col width="100"/>
<col width="100"/></colgroup><tbody><tr style="height:21px;"><td data-sheets-value="{&quot;1&quot;:2}">Barang</td><td>Harga</td></tr>
<tr><td>Beras</td><td style="text-align:right;">14.000</td></tr><tr><td>Cabai</td><td>45.000</td></tr></tbody></table>""",
    _PRICES_TEXT,
    _PRICES,
)
WORD_TABLE = Clipboard(
    """<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator content="Microsoft Word 15">
<style>p.MsoNormal {margin:0cm;}</style></head><body lang=IN><!--StartFragment--><p class=MsoNormal>Harga hari ini:<o:p></o:p></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr><td width=300 valign=top><p class=MsoNormal><b>Barang<o:p></o:p></b></p></td>
<td><p class=MsoNormal><b>Harga<o:p></o:p></b></p></td></tr><tr><td><p class=MsoNormal>Beras<o:p></o:p></p></td><td><p
class=MsoNormal>14.000<o:p></o:p></p></td></tr><tr><td><p class=MsoNormal>Cabai</p></td><td><p class=MsoNormal>45.000</p></td></tr>
</table><p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>""",
    "Harga hari ini:\r\nBarang\tHarga\r\nBeras\t14.000\r\nCabai\t45.000\r\n",
    f"Harga hari ini:\n\n{_PRICES}",
)
WORD_LIST = Clipboard(
    """<html><head><meta name=Generator content="Microsoft Word 15"></head><body><!--StartFragment-->
<p class=MsoNormal>Bawa:<o:p></o:p></p><p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>KTP<o:p></o:p></p><p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'>·<span>&nbsp;&nbsp; </span></span><![endif]>Kartu keluarga<o:p></o:p></p><!--EndFragment--></body></html>""",
    "Bawa:\r\n·\tKTP\r\n·\tKartu keluarga\r\n",
    "Bawa:\n\n- KTP\n- Kartu keluarga",
)
WRITER = Clipboard(
    """<!DOCTYPE html><html><head><meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/><style type="text/css">
p { line-height: 115% }</style></head><body lang="id-ID"><h2 class="western">Jadwal</h2><p style="margin-bottom: 0cm">Senin &ndash; Kamis</p>
<ol><li><p>Pagi</p></li><li><p>Sore</p></li></ol><table width="100%" cellpadding="4"><col width="128*"><tr valign="top"><td width="50%"><p>Hari</p></td>
<td><p>Jam</p></td></tr><tr><td><p>Senin</p></td><td><p>08.00</p></td></tr></table></body></html>""",
    "Jadwal\nSenin – Kamis\n1. Pagi\n2. Sore\nHari\nJam\nSenin\n08.00\n",
    "## Jadwal\n\nSenin – Kamis\n\n1. Pagi\n2. Sore\n\n| Hari | Jam |\n| --- | --- |\n| Senin | 08.00 |",
)
DOCS = Clipboard(
    """<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1f2e"><h2 dir="ltr"><span
style="font-size:16pt">Posyandu</span></h2><p dir="ltr"><span style="font-weight:400">Buka pukul delapan.</span></p><ul><li dir="ltr"
aria-level="1"><p dir="ltr" role="presentation"><span>Timbang</span></p></li><li dir="ltr"><p dir="ltr"><span>Imunisasi</span></p></li></ul>
<div dir="ltr" align="left"><table style="border:none"><colgroup><col width="301"/></colgroup><tbody><tr><td><p dir="ltr"><span>Dusun</span></p></td>
<td><p dir="ltr"><span>Hari</span></p></td></tr><tr><td><p><span>Satu</span></p></td><td><p><span>Rabu</span></p></td></tr></tbody></table></div></b>""",
    "Posyandu\n\nBuka pukul delapan.\nTimbang\nImunisasi\nDusun\nHari\nSatu\nRabu",
    "## Posyandu\n\nBuka pukul delapan.\n\n- Timbang\n- Imunisasi\n\n| Dusun | Hari |\n| --- | --- |\n| Satu | Rabu |",
)
WEB = Clipboard(
    """<meta charset='utf-8'><h3 style="color:red">Vaksin ternak</h3><p>Gratis. <a href="https://dinas.go.id/vaksin">Daftar</a></p>
<table class="wikitable"><caption></caption><thead><tr><th scope="col">Desa</th><th>Tanggal</th></tr></thead><tbody><tr><td>Bunga | Timur</td>
<td>3 Des</td></tr></tbody></table>""",
    "Vaksin ternak\nGratis. Daftar\nDesa\tTanggal\nBunga | Timur\t3 Des",
    "## Vaksin ternak\n\nGratis. Daftar\n\n| Desa | Tanggal |\n| --- | --- |\n| Bunga \\| Timur | 3 Des |",
)
TABS = Clipboard("", f"Harga:\n{_PRICES_TEXT}Berlaku sampai Jumat.", f"Harga:\n\n{_PRICES}\n\nBerlaku sampai Jumat.")
WHATSAPP = Clipboard(
    """<meta charset='utf-8'><div class="copyable-text" data-pre-plain-text="[09.41, 2/12/2026] Pak Kades: "><span><strong>PENTING</strong></span></div>""",
    "[09.41, 2/12/2026] Pak Kades: *PENTING* _warga_\n• Bawa KTP\n• Bawa KK\n[09.42, 2/12/2026] Pak Kades: Daftar di bit.ly/Vaksin_26",
    "PENTING warga\n- Bawa KTP\n- Bawa KK\nDaftar di [tautan](https://bit.ly/Vaksin_26)",
)
COLUMN = Clipboard("<table><tr><td>KTP</td></tr><tr><td>KK</td></tr></table>", "KTP\r\nKK\r\n", "KTP\n\nKK")
OWN = Clipboard("", f"**Penting**\n\n{_PRICES}", f"**Penting**\n\n{_PRICES}")

ALL = {
    "Excel": EXCEL, "LibreOffice Calc": CALC, "Google Sheets": SHEETS, "Word, a table": WORD_TABLE, "Word, a list": WORD_LIST,
    "LibreOffice Writer": WRITER, "Google Docs": DOCS, "a web page": WEB, "tabs": TABS, "WhatsApp Web": WHATSAPP,
    "a column alone": COLUMN, "a notice's own text": OWN,
}  # fmt: skip

"""Simple markup read as it stands, against the parser and sanitiser that reads any: their blocks are the same."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content_cache.model.items import Block
from content_cache.text import html_fast_path
from content_cache.text.html_blocks import any_to_blocks, html_to_blocks
from content_cache.text.plain import clean_text


class Deaf:
    """A builder that only wants to know whether it is told at all."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...


def cleaned(blocks: list[Block]) -> list[Block]:
    """Blanks may be folded in one piece or in two: what is shown is the same."""
    return [Block(block.kind, clean_text(block.text), block.url) for block in blocks]


SIMPLE = [
    "",
    "Hanya teks & tanda, 5 > 3",
    '<p class="wp-block-paragraph">Warga <a href="/a?b=1&c=2">Kilongan</a>, <strong>datanglah</strong>.</p>\n<p>Jam 8.</p>',
    "<h2>Syarat</h2><ul><li>KTP<ul><li>asli</li></ul></li><li><p>KK</p></li></ul><ol>\n<li>Datang</li>\n<li>Antre</li></ol>lalu",
    '<figure class="x"><img src="https://desa.example/a.jpg" alt="&#8220;a&#8221;" width="3" /></figure>',
    "<figure><figcaption>a</figcaption></figure>",
    "<div><p>satu<br>dua<br />tiga</p><hr><blockquote><p>empat</p></blockquote></div>",
    "<P>Besar</P><B><p>di dalam</p></B>",
    "<p>a <b>b <i>c</i></b> <span style='x'>d</span>&nbsp;&hellip;</p>",
    "<p>é ☀ \u00a0 x</p>",
    "<b>a</b> <b>c</b>",
    '<a href="x"><img src="https://desa.example/b.png"></a>',
]


@pytest.mark.parametrize("markup", SIMPLE)
def test_simple_markup_is_read_as_it_stands(markup: str) -> None:
    assert html_fast_path.walk(markup, Deaf())
    assert cleaned(html_to_blocks(markup)) == cleaned(any_to_blocks(markup))


HARD = [
    "<p>a", "a</p>", "<p><div>a</div></p>", "<b><i>a</b></i>", "<p>a<p>b</p></p>", "<li>a</li>",
    "<ul><b><li>a</li></b></ul>",
    "<h1><h2>a</h2></h1>", "<a href='x'>a<a href='y'><br>b</a></a>",
    "<p/>a", "</p attribute>", "<table><tr><td>a</td></tr></table>",
    "<!-- a -->", "<script>a</script>", "<style>p{}</style>", "<svg><p>a</p></svg>",
    "a < b", "<p title='a > b'>c</p>",
    "<p =x>a</p>",
    "&notanentity;", "&copy2", "&am<b>p;</b>", "&#0;", "&#x80;", "&#55296;", "a\x00b", "a\rb", "<img src='data:x'>", "<img>",
    "<img src='javascript:a'>", "<img src='https://a.example/a' src='https://b.example/b'>", "<img src='https://a.example/?a=1&b=2'>",
    "<p><hr></p>", "<pre>\na  b</pre>", "<form><p>a</p></form>", "<iframe src='x'></iframe>", "<title>a</title>", "<x>a</x>",
    "<div>" * 101 + "</div>" * 101, "a" * 200_001,
]  # fmt: skip


@pytest.mark.parametrize("markup", HARD, ids=[markup[:30] for markup in HARD])
def test_whatever_else_is_left_to_the_parser(markup: str) -> None:
    assert not html_fast_path.walk(markup, Deaf())
    assert cleaned(html_to_blocks(markup)) == cleaned(any_to_blocks(markup))


TOKENS = (
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i>", "</i>", '<a href="x">', "</a>", "<em>", "</em>", "<ul>", "</ul>",
    "<ol>", "</ol>", "<li>", "</li>", "<h2>", "</h2>", "<h3>", "</h3>", "<br>", "<hr/>",
    "<span class='a'>", "</span>", "<sup>", "</sup>",
    "<blockquote>", "</blockquote>",
    '<img src="https://desa.example/a.jpg" alt="a &amp; b">',
    '<IMG alt="x" SRC="https://desa.example/b.jpg"/>',
    "a", " ", "\n", "b c", "&amp;", "&", "& ", "&#8217;", "&nbsp;", "é", "\u00a0", "\u2028", "\t", "<", ">", "amp;", "&am",
)  # fmt: skip


def balanced(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(["p", "div", "b", "i", "a", "em", "ul", "ol", "li", "h2", "h3", "span", "sup", "figure"])
    return st.tuples(tags, st.lists(inner, max_size=4)).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>")


fragments = st.recursive(st.sampled_from(TOKENS) | st.text("ab &<>\n", max_size=4), balanced, max_leaves=12)


@given(parts=st.lists(fragments, max_size=8))
@example(parts=["<a>1<a>2</a>3</a>"])
@example(parts=["<a><p>1<a>2</a>3</p></a>"])
@example(parts=["<ul>", "<li>", "a", "</li>", "</ul>"])
def test_what_passes_for_simple_means_the_same_to_the_parser(parts: list[str]) -> None:
    markup = "".join(parts)
    assert cleaned(html_to_blocks(markup)) == cleaned(any_to_blocks(markup))

"""The letter e of names, clippings and English words, and letters that today's spelling no longer has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deploy.learn_letter_e import learn_names
from kiosk.speech.phonetics.clippings import clipped
from kiosk.speech.phonetics.foreign import modern
from kiosk.speech.phonetics.ipa import ipa
from kiosk.speech.phonetics.letter_e import known_names, letter_e, names
from kiosk.speech.phonetics.name_guess import NameGuesser
from kiosk.speech.phonetics.name_regions import Regions
from kiosk.speech.phonetics.phonemes import phonemes
from kiosk.speech.phonetics.pronunciation import Pronunciation, within

LOT_IN_TABLE = 186  # of the 300 by lot, when they were drawn
LISTS = ("names_with_e.txt", "names_drawn.txt", "names_drawn_again.txt", "names_by_lot.txt")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def kept(name: str) -> str:
    lines = (Path(__file__).parents[1] / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


def letters(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter in "eé")


def wrong_words(text: str, *, inside: bool) -> list[str]:
    """Return the words of marked text whose letters e are said otherwise."""
    pronunciation = Pronunciation()
    told = known_names().keys() - names().keys()
    wrong = []
    for found in _WORD.finditer(text):
        marked = found[0]
        word = marked.lower().replace("é", "e")
        if word in told:  # it was wrong when it was asked, and has been looked up since
            wrong.append(marked)
        elif letters(marked):
            said = "".join(
                pronunciation.marked(word, capital=marked[0].isupper(), inside=inside or within(text, found.start()))
            )
            if letters(marked) != letters(said):
                wrong.append(marked)
    return wrong


def known_wrong(name: str) -> list[str]:
    """Return the words of list *name* that are known to be said wrongly."""
    parts = kept("letter_e_wrong.txt").split(f"[{name}]\n")[1]
    return parts.partition("[")[0].split()


@pytest.mark.parametrize("name", ["letter_e_text.txt", *LISTS])
def test_the_letter_e_is_wrong_in_the_words_that_are_known(name: str) -> None:
    assert wrong_words(kept(name), inside=name in LISTS) == known_wrong(name)


def test_the_lists_have_the_words_that_were_drawn() -> None:
    assert [len(kept(name).split()) for name in ("letter_e_text.txt", *LISTS)] == [3002, 326, 310, 338, 300]


@pytest.mark.parametrize("drawn", ["names_drawn.txt", "names_drawn_again.txt"])
def test_names_that_were_drawn_are_in_no_table(drawn: str) -> None:
    assert not {name.lower().replace("é", "e") for name in kept(drawn).split()} & set(names())


def test_the_table_has_not_been_told_the_lot() -> None:
    drawn = {name.lower().replace("é", "e") for name in kept("names_by_lot.txt").split()}
    assert len(drawn & set(names())) <= LOT_IN_TABLE


def test_what_was_said_wrongly_when_it_was_asked_is_right_now() -> None:
    told = known_names().keys() - names().keys()
    assert len(told) > 50
    for name in told:
        (said,) = Pronunciation().marked(name, capital=True, inside=True)
        assert letters(said) == letters(known_names()[name])
    drawn = {name.lower() for each in LISTS for name in kept(each).split()}
    assert {known_names()[name] for name in told} <= drawn


def test_no_name_was_drawn_twice() -> None:
    lists = ("names_drawn.txt", "names_drawn_again.txt", "names_by_lot.txt")
    drawn = [name.lower().replace("é", "e") for each in lists for name in kept(each).split()]
    assert len(set(drawn)) == len(drawn)


def test_what_is_learnt_of_names_fits_them() -> None:
    nowhere = Regions({})
    learnt = NameGuesser(
        learn_names(["wonorejo", "rejosari", "sukorejo", "waté", "lobé", "kéma", "méno"], nowhere), nowhere
    )
    assert [learnt.marked(name) for name in ("banjarrejo", "pulubé")] == ["banjarrejo", "pulubé"]


def test_no_name_stands_twice_and_each_has_the_letter() -> None:
    listed = kept("../../../kiosk/speech/phonetics/names.txt").split()
    assert len({name.replace("é", "e") for name in listed}) == len(listed) == len(names())
    assert all(letters(name) and name == name.lower() for name in listed)


UNKNOWN = """
Lélia Tonggolobibi Wélé Réwa Ézmar Wénuk Yéwéna Nakéda Tolaréda Garéga Bongganané Ténté Perbuti Terbanu Pembalu
Sumbermakmur Kedungbanjir Tegalwono Ngadungrejo Cibeureuy Watolobé Oénaka
"""


@pytest.mark.parametrize("name", UNKNOWN.split())
def test_a_name_that_nobody_knows_sounds_as_others_of_its_kind(name: str) -> None:
    word = name.lower().replace("é", "e")
    assert not letter_e().knows(word)
    assert word not in names()
    assert Pronunciation().marked(word, capital=True, inside=True) == (name.lower(),)


@pytest.mark.parametrize("chance", ["sereka", "sebela", "terbena", "kesela"])
def test_a_name_is_not_made_of_a_short_word_by_chance(chance: str) -> None:
    assert letter_e().knows(chance)
    assert not letter_e().knows(chance, name=True)
    assert letter_e().knows("kesendokan", name=True)


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("Warga ke Serang.", "sérang"),  # the town
        ("Jangan serang kami.", "serang"),
        ("Serang musuh itu.", "serang"),  # a capital at the beginning tells nothing
        ("Ke Bone, Deli dan Lebong.", "boné"),
        ("Ke Bone, Deli dan Lebong.", "déli"),
        ("Ke Bone, Deli dan Lebong.", "lébong"),
        ("Selamat datang. Hendra hadir.", "héndra"),
        ("hujan di sulawesi", "sulawési"),  # of a line in capitals
        ("oleh Permadi", "permadi"),
        ("Desa Uwedikan", "uwédikan"),
        ("Kantor Pemberdayaan Perempuan", "pemberdayaan"),
        ("bersama Suherman", "suhérman"),
    ],
)
def test_a_name_is_told_from_a_word_by_where_its_capital_stands(text: str, sound: str) -> None:
    assert f"[[{phonemes(sound)}]]" in Pronunciation().spoken(text)


def test_both_voices_are_told_the_same() -> None:
    assert ipa("Warga ke Serang.", Pronunciation()) == "wˈarɡa kə sˈɛraŋ."
    assert ipa("Jangan serang Hendra.", Pronunciation()) == "ʤˈaŋan sərˈaŋ hˈɛndra."


CLIPPED = """
perda pemda pemkab pemprov pemkot sékda sétda sékwan sékdés pemdés musdés perdés perbup pergub perprés permendésa permendagri
kemendagri kemenkés kemendés kemenag polsék kapolsék polrés mapolrés wakapolrés dinkés bumdés bimték rénja rénstra bapénda polindés
puskésmas kesra pilkadés kadés
"""


@pytest.mark.parametrize("marked", CLIPPED.split())
def test_clippings_sound_as_what_they_were_taken_from(marked: str) -> None:
    assert Pronunciation().marked(marked.replace("é", "e")) == (marked,)


@pytest.mark.parametrize(
    "word", ["permen", "kapal", "seda", "musim", "pestak", "dinamika", "perang", "pemuda", "kelas", "besa"]
)
def test_other_words_are_no_clippings(word: str) -> None:
    assert clipped(word) is None


SPELLED = """
soekarno sukarno, soeharto suharto, poernomo purnomo, boedi budi, noer nur, soetopo sutopo, moeis muis, oemar umar,
koesno kusno, loekman lukman, zoe zoe, soerya surya, djoko joko, djakarta jakarta, djamal jamal, djaelani jaelani,
djafar jafar, radjiman rajiman, djalil jalil, djuanda juanda, hadji haji, madjid majid, adji aji, radja raja,
tjut cut, tjahaja cahaja, tjokro cokro, tjandra candra, soetjipto sucipto, tjipto cipto, tjilik cilik, atjo aco,
tjatur catur, batjo baco, tjinta cinta, tjoba coba, ophelia ofelia, josephus josefus, pharma farma, raphael rafael,
joseph josef, sophia sofia, philip filip, stephani stefani, daphne dafne, phinisi finisi, alpha alfa, christoph christof,
thomas tomas, theo teo, ruth rut, martha marta, dharma darma, bhakti bakti, bhinneka bineka, budhi budi, thalib talib,
ratih ratih, ramadhan ramadan, indah indah, ferry feri, hesty hesti, henry henri, teddy tedi, yuddy yudi, nancy nanci,
evy evi, surya surya, yanti yanti, setya setya, wahyu wahyu, ayu ayu, nyoman nyoman, syukur syukur, bella bela,
jessica jesica, anna ana, makassar makasar, vanessa vanesa, ahmaddin ahmadin, lanny lani, hassan hasan, mappa mapa,
tunggal tunggal, manggis manggis, allah allah, firmansyah firmansyah, rachmat rahmat, mochtar mohtar, achmad ahmad,
rochmin rohmin, machmud mahmud, ichlas ihlas, chairil khairil, chaerul chaerul, sjahrir syahrir, sjarif syarif,
shinta syinta, shalat salat, sholat solat, ishak ishak, banjar banjar
"""


@pytest.mark.parametrize(
    ("written", "today"), [tuple(pair.split()) for pair in re.split(r",|\n", SPELLED) if pair.strip()]
)
def test_old_and_foreign_letters_are_read_by_todays_spelling(written: str, today: str) -> None:
    assert modern(written, name=True) == today


@pytest.mark.parametrize("word", ["masjid", "Masjid", "tasyrik", "masyhur", "musyrik", "PhD", "subhanallah"])
def test_what_only_looks_like_old_spelling_keeps_its_letters(word: str) -> None:
    assert Pronunciation().marked(word.lower(), capital=word[0].isupper()) in ((word.lower(),), ())


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("shalawat", "salawat"),
        ("shaum", "saum"),
        ("Sholihin", "solihin"),
        ("Shinta", "syinta"),
        ("Soekarno", "sukarno"),
        ("Bhinna", "bina"),
    ],
)
def test_arabic_and_old_letters_are_those_that_indonesians_say(written: str, said: str) -> None:
    assert Pronunciation().marked(written.lower(), capital=written[0].isupper(), inside=True) == (said,)


def test_a_word_of_the_lexicon_keeps_its_letters() -> None:
    assert Pronunciation().marked("adjektif") == (letter_e().marked("adjektif"),)
    assert Pronunciation().marked("koefisien")[0].startswith("ko")
    for both in ("masukkan", "jalannya", "massa", "Masukkan", "Jalannya"):
        assert Pronunciation().spoken(both) == both
    assert Pronunciation().spoken("Rapat Djoko dan Budi") == f"Rapat [[{phonemes('joko')}]] dan Budi"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("smartphone", "smartfon"),
        ("weekend", "wikén"),
        ("e-commerce", "komérs"),
        ("upgrade", "apgréid"),
        ("café", "kafé"),
        ("gadget", "géjét"),
        ("deadline", "dédlain"),
        ("launching", "loncing"),
        ("voucher", "voucer"),
        ("password", "paswot"),
        ("fun bike", "baik"),
        ("hoax", "hoks"),
        ("talkshow", "toksyo"),
        ("homestay", "homstéi"),
    ],
)
def test_english_words_of_offices_are_said_as_indonesians_say_them(written: str, said: str) -> None:
    assert f"[[{phonemes(said)}]]" in Pronunciation().spoken(written)

"""Which of a town's alternate names is its name in Arabic: by letters and consonants.

GeoNames' plain tables do not say the language of an alternate name. A name in Arabic
letters is taken only where its consonants agree with one of the Latin spellings.
"""

import re
import unicodedata
from difflib import SequenceMatcher

CONSONANTS = {}


def letters(pairs):
    for pair in pairs.split():
        CONSONANTS[pair[0]] = pair[1:]


# Arabic proper; half-vowels are left out on both sides.
letters("بb تt ثt جj حh خk دd ذd رr زz سs شs صs ضd طt ظz عx غg فf قk كk لl مm نn هh ةx گg پb چs ژz کk")

LATIN = str.maketrans({"c": "k", "q": "k", "w": None, "y": None, "p": "b", "ß": "s", "ı": None,
                       "x": "ks", "j": "j"})
DIGRAPHS = [("shch", "s"), ("tsch", "s"), ("sch", "s"), ("tch", "s"), ("kh", "k"), ("sh", "s"),
            ("ch", "s"), ("zh", "z"), ("th", "t"), ("dh", "d"), ("gh", "g"), ("ph", "f"),
            ("ts", "s"), ("dj", "j"), ("ck", "k")]
# Letters of Arabic proper; a word that begins with hamza on yeh is Uyghur.
WORD = re.compile("^(?!\u0626|.* \u0626)[\u0621-\u063a\u0641-\u0652 ]+$")
TASHKIL = re.compile("[\u064b-\u0652]")
NOT_THE_TOWN = re.compile("^(محافظة|ولاية|مدينة|منطقة|قضاء|بلدية|مطار|مخيم) ")


def latin_consonants(name):
    name = re.sub("^(A[dlnrstz]h?|El)[ -](?=[^a-z])", "", name)
    plain = unicodedata.normalize("NFD", name.lower().replace("’", "").replace("‘", ""))
    plain = "".join(c for c in plain if c.isalpha() and ord(c) < 128)
    for pair, one in DIGRAPHS:
        plain = plain.replace(pair, one)
    return re.sub("[aeiou]", "", plain.translate(LATIN)).replace("x", "")


def consonants(name):
    name = re.sub("^ال| ال", "", name.lower())
    return "".join(CONSONANTS.get(c, "") for c in name).replace("x", "")


def likeness(name, latin):
    own = consonants(name)
    if not own:
        return 0.0
    return max((SequenceMatcher(None, own, other, autojunk=False).ratio()
                for other in latin if other), default=0.0)


def spelling(name):
    """A little for what careful Arabic writes and hasty Arabic leaves out."""
    worth = 0.0
    if NOT_THE_TOWN.match(name) or any(len(word) == 1 for word in name.split()):
        worth -= 0.3
    if name.startswith("ال"):
        worth += 0.05
    if name.endswith("ة"):
        worth += 0.04
    if re.search("[أإآؤئ]", name):
        worth += 0.03
    if name.endswith("ى"):
        worth -= 0.03
    return worth


def arabic(names, least=0.8, spoken=None):
    """The one of the names that is in Arabic and surely means the town; else "".  It must
    agree with one of the Latin names, or with one of the first `spoken` ones."""
    found = [TASHKIL.sub("", name) for name in names
             if WORD.match(name) and not re.search("ى\\w", name)]
    if not found:
        return ""
    latin = {latin_consonants(n) for n in names[:spoken] if n.isascii() or "LATIN" in script_of(n)}
    best = max(found, key=lambda n: (likeness(n, latin) + spelling(n), -len(n), n))
    return best if likeness(best, latin) >= least else ""


def script_of(name):
    return unicodedata.name(next((c for c in name if c.isalpha()), "a"), "")

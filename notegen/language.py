"""Which language a conversation is in, judged by its commonest words."""

import re
from collections import Counter

_WORDS = {
    "en": """the of and to in that is was it for you with are have has had not this but they from we
        there your what do does did my me she he his her when how who would like been so okay yes
        yeah well just about know any if can will then them because i'm it's don't that's i've at on
        or as be up out get got going think really right some good""",
    "de": """der die das und ist nicht ich sie es ein eine einen einem den dem mit auf für von zu im
        haben habe hat sind wir ihr ihre ihnen mir mich auch noch aber wenn dann seit schon sehr
        keine kein nein ja bei wie wird werden kann können uns was oder doch mal gut""",
    "fr": """le la les des du de et est que qui je vous il elle nous pas ne une un dans pour avec
        sur ce cette c'est j'ai mais ou où avez suis être très plus depuis oui non votre vos mon ma
        mes bien fait aux au en à d'accord qu'est ça""",
    "es": """el la los las de del y es que en un una por con para no sí se lo le su sus mi mis me
        tiene tengo está estoy muy pero como más cuando desde hace qué usted ya al bien hay
        eso esto""",
    "it": """il lo la gli le di del della e è che in un una per con non sono ho ha mi si da dal come
        più anche ma molto quando suo sua bene sì questo questa cosa da due""",
    "pt": """o os as de do da dos das e é que em um uma por com para não sim se seu sua meu minha me
        tem tenho está estou muito mas como mais quando há você ao bem isso já""",
    "nl": """de het een en is niet ik u je dat die van met op voor te zijn heb heeft hebt wij ook
        nog maar als dan wel geen nee ja bij hoe wordt kan naar uw mijn er goed""",
    "pl": """i w na z się nie jest to że do jak ale co po tak od mam ma pan pani czy już przez dla
        tylko bardzo jestem moje dobrze""",
    "vi": """tôi bạn anh chị em bác sĩ không có và của là được cho này bị đau một những các thì cũng
        rất khi đã đang sẽ dạ vâng ạ gì nào mấy ngày uống thuốc hay rồi""",
    "tr": """bir ve bu da de için ne var yok mi çok ama ben siz o gibi daha evet değil kadar
        şey sonra önce gün""",
}
_COMMON = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_SCRIPTS = (
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
LEAST_WORDS = 12
"""Fewer words are not judged, nor, as a language that is not on the list, fewer than this:"""
LEAST_STRANGE_WORDS = 40
LEAST_SHARE = 0.15
"""Common words among all. In English they are .41 and more of whole visits (ACI-BENCH, OSCE,
PriMock57), .21 and more of single passages of 40 words (MTS-Dialog)."""
_MOST_FOREIGN_LETTERS = 0.3

UNDETERMINED = "und"
STRANGE = "mul"


def language_of(text: str) -> str:
    """The BCP 47 tag of a language on the list; `und` where there are too few words to tell.

    `mul` (several languages) is one that is not on the list, or a mixture.
    """
    letters = sum(character.isalpha() for character in text)
    scripts = Counter({tag: len(pattern.findall(text)) for tag, pattern in _SCRIPTS})
    if scripts["ja"] > 0 and scripts["ja"] * 10 > scripts["zh"]:
        scripts["ja"] += scripts.pop("zh", 0)
    (foreign, found), *_ = scripts.most_common(1)
    if letters and found > _MOST_FOREIGN_LETTERS * letters:
        return foreign
    words = [word.lower() for word in _WORD.findall(text.replace("\u2019", "'"))]
    if len(words) < LEAST_WORDS:
        return UNDETERMINED
    shares = Counter(
        {
            language: sum(word in common for word in words) / len(words)
            for language, common in _COMMON.items()
        }
    )
    language, share = shares.most_common(1)[0]
    if share >= LEAST_SHARE:
        return language
    return STRANGE if len(words) >= LEAST_STRANGE_WORDS else UNDETERMINED

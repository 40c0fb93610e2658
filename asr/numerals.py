"""Numbers, written as digits or as words."""

import re

DIGITS = re.compile(r"[+-]?\d[\d.,:/]*\D{0,2}$")
ENGLISH = """
zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
thousand million half point over
"""
FRENCH = """
zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt
trente quarante cinquante soixante cent cents mille virgule demi
"""
VIETNAMESE = """
không một hai ba bốn tư năm lăm sáu bảy tám chín mười mươi mốt trăm nghìn ngàn triệu rưỡi phẩy
"""
CHINESE = "零一二两三四五六七八九十百千万半点"
WORDS = frozenset((*ENGLISH.split(), *FRENCH.split(), *VIETNAMESE.split(), *CHINESE))
GERMAN = re.compile(
    r"(?:null|eine?|eins|ein|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|"
    r"sechzehn|siebzehn|und|zwanzig|dreißig|sechzig|siebzig|zig|hundert|tausend|komma|halb)+$"
)
NOT_NUMBERS = frozenset(("und", "ein", "eine"))


def is_numeral(word: str) -> bool:
    """Whether a normalised word is a number or part of one, so that its unit is still to come."""
    if word in WORDS or DIGITS.match(word):
        return True
    return word not in NOT_NUMBERS and GERMAN.match(word) is not None

"""Languages as browsers name them (BCP 47), from what containers say (ISO 639-2 in both its spellings, and others)."""

import re

# Three letters, or both spellings of them, that have a name of two letters: ISO 639-1.
_SHORTER = """
ar:ara bg:bul bn:ben bs:bos ca:cat cs:ces:cze cy:cym:wel da:dan de:deu:ger el:ell:gre en:eng es:spa et:est eu:eus:baq
fa:fas:per fi:fin fr:fra:fre ga:gle gl:glg gu:guj he:heb hi:hin hr:hrv hu:hun hy:hye:arm id:ind is:isl:ice it:ita ja:jpn
ka:kat:geo kk:kaz kn:kan ko:kor la:lat lb:ltz lt:lit lv:lav mk:mkd:mac ml:mal mn:mon mr:mar ms:msa:may mt:mlt
my:mya:bur nb:nob ne:nep nl:nld:dut nn:nno no:nor pa:pan pl:pol pt:por ro:ron:rum ru:rus sk:slk:slo sl:slv sq:sqi:alb
sr:srp sv:swe sw:swa ta:tam te:tel th:tha tl:tgl tr:tur uk:ukr ur:urd uz:uzb vi:vie zh:zho:chi zu:zul
"""
_BY_LONGER = {longer: names[0] for names in (line.split(":") for line in _SHORTER.split()) for longer in names[1:]}
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")


def bcp47(said: str) -> str:
    """Return a container's language as browsers name it; "und", undetermined, for what is none."""
    primary, dash, rest = said.strip().replace("_", "-").partition("-")
    tag = _BY_LONGER.get(primary.lower(), primary.lower()) + dash + rest
    return tag if _TAG.fullmatch(tag) else "und"

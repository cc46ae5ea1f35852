"""The names of countries as shops write them, so that a column of countries is known without its name."""

from __future__ import annotations

from core.columns.words import plain

_NAMES = """
afghanistan,albania,algeria,andorra,angola,argentina,armenia,australia,austria,azerbaijan,bahamas,bahrain,bangladesh,barbados,belarus,
belgium,belize,benin,bermuda,bhutan,bolivia,bosnia,bosnia and herzegovina,botswana,brazil,brunei,bulgaria,burkina faso,burundi,cambodia,
cameroon,canada,cape verde,chad,channel islands,chile,china,colombia,congo,costa rica,croatia,cuba,cyprus,czech republic,czechia,denmark,
dominican republic,ecuador,egypt,eire,el salvador,england,estonia,ethiopia,european community,faroe islands,fiji,finland,france,gabon,
gambia,georgia,germany,ghana,gibraltar,great britain,greece,greenland,grenada,guatemala,guinea,guyana,haiti,honduras,hong kong,hungary,
iceland,india,indonesia,iran,iraq,ireland,isle of man,israel,italy,ivory coast,jamaica,japan,jersey,jordan,kazakhstan,kenya,korea,kosovo,
kuwait,kyrgyzstan,laos,latvia,lebanon,lesotho,liberia,libya,liechtenstein,lithuania,luxembourg,macao,macau,macedonia,madagascar,malawi,
malaysia,maldives,mali,malta,mauritania,mauritius,mexico,moldova,monaco,mongolia,montenegro,morocco,mozambique,myanmar,namibia,nepal,
netherlands,the netherlands,new zealand,nicaragua,niger,nigeria,north macedonia,northern ireland,norway,oman,pakistan,palestine,panama,
paraguay,peru,philippines,poland,portugal,puerto rico,qatar,romania,russia,russian federation,rsa,rwanda,san marino,saudi arabia,scotland,
senegal,serbia,seychelles,singapore,slovakia,slovenia,somalia,south africa,south korea,spain,sri lanka,sudan,suriname,sweden,switzerland,
syria,taiwan,tanzania,thailand,togo,tunisia,turkey,turkiye,uganda,ukraine,united arab emirates,united kingdom,united states,
united states of america,uruguay,uzbekistan,venezuela,vietnam,viet nam,wales,yemen,zambia,zimbabwe,unspecified,
deutschland,österreich,schweiz,frankreich,italien,spanien,niederlande,belgien,vereinigtes königreich,großbritannien,dänemark,schweden,
norwegen,finnland,polen,tschechien,ungarn,griechenland,türkei,irland,russland,vereinigte staaten,luxemburg,
duitsland,oostenrijk,zwitserland,frankrijk,italie,spanje,nederland,belgië,verenigd koninkrijk,engeland,denemarken,zweden,noorwegen,
griekenland,turkije,ierland,verenigde staten,
allemagne,autriche,suisse,italie,espagne,pays-bas,belgique,royaume-uni,angleterre,danemark,suède,norvège,finlande,pologne,hongrie,grèce,
turquie,irlande,états-unis,maroc,algérie,tunisie,
germania,svizzera,francia,spagna,paesi bassi,olanda,belgio,regno unito,inghilterra,danimarca,svezia,norvegia,finlandia,polonia,ungheria,
grecia,turchia,irlanda,stati uniti,portogallo,italia,
alemania,suiza,españa,países bajos,holanda,bélgica,reino unido,inglaterra,dinamarca,suecia,noruega,grecia,turquía,estados unidos,méxico,
perú,panamá,
alemanha,áustria,suíça,frança,espanha,países baixos,dinamarca,suécia,noruega,finlândia,polônia,grécia,turquia,brasil,
uk,usa,us,u.s.a.,u.s.,u.k.,uae,eu
"""
# Codes of three letters; those of two are too often something else (states, sizes, statuses) to tell by themselves.
_CODES = """
aus aut bel bgr bra can che chl chn col cze deu dnk esp est fin fra gbr grc hkg hrv hun idn ind irl isl isr ita jpn kor ltu lux lva mex
mys nld nor nzl per phl pol prt rou rus sau sgp svk svn swe tha tur twn ukr usa vnm zaf
"""
COUNTRIES = frozenset(plain(name.strip()) for name in _NAMES.replace("\n", "").split(",")) | frozenset(
    _CODES.split()
)


def is_country(text: str) -> bool:
    """Whether a text is the name, or the code of three letters, of a country."""
    return plain(text.strip()) in COUNTRIES

"""Months and weekdays in the languages exports come in, without accents and in small letters."""

from collections import defaultdict

ACCENTS = {"ł": "l", "ø": "o", "æ": "ae", "ß": "ss"}  # those that do not decompose

MONTHS_WRITTEN = """
    january february march april may june july august september october november december
    januar februar marz april mai juni juli august september oktober november dezember
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
    janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
    januari februari maart april mei juni juli augustus september oktober november december
    januari februari mars april maj juni juli augusti september oktober november december
    januar februar marts april maj juni juli august september oktober november december
    januar februar mars april mai juni juli august september oktober november desember
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
    styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    январь февраль март апрель маи июнь июль август сентябрь октябрь ноябрь декабрь
    януари февруари март април маи юни юли август септември октомври ноември декември
    jan feb mrz apr mai jun jul aug sep okt nov dez
    jan feb mrt apr mei jun jul aug sept okt nov dec
    janner feber maerz apr mai jun jul aug setiembre oct nov dic
"""  # noqa: E501  (one language a line)

WEEKDAYS_WRITTEN = """
    monday tuesday wednesday thursday friday saturday sunday
    montag dienstag mittwoch donnerstag freitag samstag sonntag
    - - - - - sonnabend -
    lundi mardi mercredi jeudi vendredi samedi dimanche
    lunes martes miercoles jueves viernes sabado domingo
    lunedi martedi mercoledi giovedi venerdi sabato domenica
    segunda terca quarta quinta sexta
    segunda-feira terca-feira quarta-feira quinta-feira sexta-feira
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    mandag tisdag onsdag torsdag fredag lordag sondag
    - tirsdag - - - - -
    poniedzialek wtorek sroda czwartek piatek sobota niedziela
"""

SHORTEST_MONTH, SHORTEST_WEEKDAY = 3, 2


def _months() -> dict[str, int]:
    """Every name, and every shortening of at least three letters that means one month only."""
    meant: dict[str, set[int]] = defaultdict(set)
    for language in MONTHS_WRITTEN.strip().splitlines():
        for number, name in enumerate(language.split(), start=1):
            for letters in range(SHORTEST_MONTH, len(name) + 1):
                meant[name[:letters]].add(number)
    return {name: numbers.pop() for name, numbers in meant.items() if len(numbers) == 1}


def _weekdays() -> dict[str, set[int]]:
    """Every name and every shortening, and which days it may be: “ma” is a Monday or a Tuesday."""
    meant: dict[str, set[int]] = defaultdict(set)
    for language in WEEKDAYS_WRITTEN.strip().splitlines():
        for number, name in enumerate(language.split()):
            for letters in range(SHORTEST_WEEKDAY, len(name) + 1):
                meant[name[:letters]].add(number)
    return dict(meant)


MONTHS = _months()
WEEKDAYS = _weekdays()

"""Google Forms responses: enquiries from a form.

Known from memory. The first column is the timestamp, in the account's language; all others are the
form's own questions. Other files begin with a timestamp too: unless the name of the file or sheet
says that it holds responses, or the timestamp is written as only the form's own download writes it,
the manager is asked. There is no id: two submissions are told apart by their moment and content.
"""

from collections.abc import Mapping

from data_pipeline.contract import (
    E_MAIL,
    HEARD_OF_US,
    Source,
    Table,
    moment,
    person,
    required,
    text,
)
from data_pipeline.platform_words.forms import tell_of_tests_and_spam

_AS_ONLY_FORMS_WRITES = r"^\d{4}/\d\d/\d\d \d{1,2}:\d\d:\d\d\s.*[A-Z]{2,4}"


def _responses(looks: Mapping[str, str]) -> Table:
    return Table(
        subject="enquiries",
        columns={
            (
                "Timestamp",
                "Zeitstempel",
                "Horodateur",
                "Marca temporal",
                "Carimbo de data/hora",
                "Informazioni cronologiche",
                "Tijdstempel",
                "Tidstämpel",
                "Tidsstempel",
                "Tidsmerke",
                "Sygnatura czasowa",
                "Časová značka",
                "Отметка времени",
            ): required(moment("at", such_as="3/31/2025 14:05:09")),
            ("How did you hear about us?", HEARD_OF_US): text("source_text"),
            ("Email Address", E_MAIL): person("person"),
        },
        begins=True,
        looks=looks,
        tells=tell_of_tests_and_spam,
    )


SOURCE = Source(
    name="google_forms",
    label="Google Forms responses",
    where="On Google Forms: Responses › ⋮ › Download responses (.csv).",
    doubtful=True,
    file_names=(
        r"\(responses\)|form responses|formularantworten|\(antworten\)|réponses au formulaire|"
        r"\(réponses\)|respuestas de formulario|\(respuestas\)|respostas ao formulário|"
        r"\(respostas\)|risposte del modulo|\(risposte\)|formulierreacties|\(reacties\)|"
        r"formulärsvar|formularsvar|skjemasvar|\(svar\)|\(odpowiedzi\)|\(odpovědi\)|\(ответы\)"
    ),
    grace=3,
    proof="memory",
    tables=[_responses({"timestamp": _AS_ONLY_FORMS_WRITES}), _responses({})],
)

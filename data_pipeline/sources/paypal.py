"""PayPal activity: revenue.

The consumer's download is known from a real file (2022), its newer layout, which calls the gross
“Amount” and may tell no fee, from others' readers; the business one and the translations from
memory. Each line is a movement of the balance: payments, authorisations, holds, conversions and
transfers to a bank. A sale is a payment received, as it was charged, before PayPal's fee; a refund
is a line of its own. Money paid out is neither. Days are written as the account does, so that the
order of day and month may be asked. Without a transaction id a line is known by its content.
"""

from collections.abc import Mapping

import polars as pl

from data_pipeline.contract import (
    Column,
    Headings,
    Source,
    Table,
    currency,
    date,
    identifier,
    known_by,
    money,
    person,
    required,
    text,
    time_of_day,
)

_RECEIVED = (
    r"payment|checkout|purchase|donation|point of sale|zahlung|kauf|spende|paiement|achat|"
    r"pago|compra|pagamento|acquisto|betaling|aankoop"
)
_REFUND = (
    r"refund|reversal|chargeback|rückzahlung|rückbuchung|rückerstattung|rembours|reembolso|"
    r"rimborso|terugbet|devolución|estorno"
)
_ONLY_MOVES = (
    r"authori[sz]ation|void|\bhold\b|convers|\bbank\b|withdraw|deposit|transfer|\bfees?\b|"
    r"\border\b|request|mass pay|release|\bloan\b|\breserve\b|"
    r"autorisierung|einbehalt|freigegeben|umrechnung|bankgutschrift|bankkonto|abbuchung|gebühr|"
    r"autorisation|blocage|retenue|déblocage|virement|compte bancaire|\bfrais\b|"
    r"autorización|retención|retenido|bloqueo|retirada|cuenta bancaria|comisión|"
    r"autorizzazione|blocco|trattenut|bonifico|prelievo|conto bancario|commissione|tariffa|"
    r"autorização|retenção|bloqueio|saque|conta bancária|\btarifa\b|"
    r"autorisatie|inhouding|vastgehouden|blokkering|omrekening|overboek|opname|bankrekening|"
    r"vergoeding"
)
_FAILED = (
    r"denied|failed|cancel|expired|voided|removed|declined|abgelehnt|storniert|abgebrochen|"
    r"fehlgeschlagen|abgelaufen|refusé|annul|échou|expiré|rechazad|cancelad|fallid|caducad|"
    r"rifiutat|scadut|fallit|recusad|negad|geweigerd|mislukt|verlopen"
)
_PENDING = (
    r"pending|unclaimed|on hold|processing|held|ausstehend|offen|einbehalten|in bearbeitung|"
    r"en attente|en cours|pendiente|retenid|in sospeso|pendente|in behandeling|openstaand"
)


def _revenue(movements: pl.DataFrame) -> pl.DataFrame:
    kind = pl.col("type").str.to_lowercase().fill_null("")
    status = pl.col("status").str.to_lowercase().fill_null("")
    moves = kind.str.contains(_ONLY_MOVES)
    is_refund = kind.str.contains(_REFUND) & ~moves & (pl.col("amount") < 0)
    is_refund = is_refund & ~status.str.contains(_FAILED)
    is_sale = kind.str.contains(_RECEIVED) & ~kind.str.contains(_REFUND) & ~moves
    is_sale = is_sale & (pl.col("amount") > 0)
    of_sale = (
        pl.when(status.str.contains(_FAILED))
        .then(pl.lit("failed"))
        .when(status.str.contains(_PENDING))
        .then(pl.lit("pending"))
        .otherwise(pl.lit("sale"))
    )
    movements = movements.with_columns(
        pl.when(is_refund).then(pl.lit("refund")).when(is_sale).then(of_sale).alias("kind")
    )
    return movements.filter(pl.col("kind").is_not_null()).with_columns(
        customer=_customer(movements)
    )


def _customer(movements: pl.DataFrame) -> pl.Expr:
    """Who paid, or whom a refund went to; by name where no address is told."""
    sender, receiver, name = (
        pl.col(one) if one in movements.columns else pl.lit(None, pl.String)
        for one in ("sender", "receiver", "name")
    )
    other = pl.when(pl.col("kind") == "refund").then(receiver).otherwise(sender)
    return pl.coalesce(other, name)


_COLUMNS: dict[Headings, Column] = {
    ("Date", "Datum", "Fecha", "Data"): required(date(such_as="31/03/2025")),
    ("Time", "Uhrzeit", "Heure", "Hora", "Orario", "Tijd"): time_of_day(""),
    ("Time zone", "TimeZone", "Zeitzone", "Fuseau horaire", "Zona horaria",
     "Fuso orario", "Fuso horário", "Tijdzone"): known_by(text("")),
    ("Name", "Nom", "Nombre", "Nome", "Naam"): person("name"),
    ("Type", "Typ", "Tipo"): known_by(text("type")),
    ("Status", "État", "Estado", "Stato"): known_by(text("status")),
    ("Currency", "Währung", "Devise", "Divisa", "Moneda", "Valuta",
     "Moeda"): known_by(currency()),
    ("Balance", "Guthaben", "Solde", "Saldo"): money(""),
    "Tip": money(""),
    ("Transaction ID", "Transaktionscode", "Numéro de transaction",
     "Id. de transacción", "Identificador de transacción", "Codice transazione",
     "Código da transação", "Transactiereferentie", "Transactie-ID"): identifier(
        "revenue_id"
    ),
    ("From Email Address", "Absender E-Mail-Adresse", "De l'adresse email",
     "Correo electrónico del remitente", "Indirizzo email mittente",
     "Van e-mailadres"): person("sender"),
    ("To Email Address", "Empfänger E-Mail-Adresse", "À l'adresse email",
     "Correo electrónico del destinatario", "Indirizzo email destinatario",
     "Naar e-mailadres"): person("receiver"),
}  # fmt: skip


def _moved(of: Mapping[Headings, Column]) -> Table:
    return Table(subject="revenue", columns={**_COLUMNS, **of}, finish=_revenue)


SOURCE = Source(
    name="paypal",
    label="PayPal activity",
    where="On PayPal: Activity › Download › Balance affecting, CSV.",
    grace=3,
    proof="real files",
    tables=[
        _moved({
            ("Gross", "Brutto", "Avant commission", "Brut", "Bruto", "Lordo"): required(
                money("amount")
            ),
            ("Fee", "Fees", "Gebühr", "Commission", "Frais", "Comisión", "Tarifa", "Tariffa",
             "Commissione", "Taxa", "Vergoeding", "Kosten"): known_by(money("")),
            ("Net", "Netto", "Neto", "Líquido"): known_by(money("")),
        }),
        _moved({
            "Amount": required(money("amount")),
            ("Fees", "Fee"): money(""),
            "Total": money(""),
            "Receipt ID": known_by(text("")),
        }),
    ],
)  # fmt: skip

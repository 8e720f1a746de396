"""Which exports can feed a figure."""

from data_pipeline.contract import Source, Table
from data_pipeline.metrics.catalogue import METRICS, Metric, Rate, Ratio, Stock, Total, Unique
from data_pipeline.metrics.passport import subjects_of
from data_pipeline.sources import all_sources

# What the marts make a column of: see their queries.
_MADE_OF = {
    ("monthly_activity", "conversations"): {"comments", "replies", "messages"},
    ("monthly_activity", "engagements"): {
        "engagements", "likes", "comments", "replies", "shares", "reposts", "saves",
    },
    ("monthly_activity", "impressions"): {"impressions"},
    ("monthly_activity", "views"): {"views", "video_views"},
    ("monthly_followers", "net_new_followers"): {
        "followers_net", "followers_gained", "followers_lost",
    },
    ("monthly_followers", "followers"): {
        "followers", "followers_net", "followers_gained", "followers_lost",
    },
}  # fmt: skip


def sources_feeding(metric: Metric) -> list[Source]:
    """The sources whose rows a figure can rest on; those proved on real files first."""
    subjects, wanted = subjects_of(metric), _wanted(metric)
    found = [
        source
        for source in all_sources().values()
        if any(_gives(table, subjects, wanted) for table in source.tables)
    ]
    proofs = ("real files", "documentation", "memory")
    return sorted(found, key=lambda one: (proofs.index(one.proof), one.label))


def _gives(table: Table, subjects: set[str], wanted: set[str]) -> bool:
    if not table.kept or table.subject not in subjects:
        return False
    columns = {column.becomes for column in table.columns.values()}
    columns |= set(table.constants.values())
    if table.titled:
        columns |= {text for given in table.titled.titles.values() for text in given.values()}
    return not wanted or bool(columns & wanted)


def _wanted(metric: Metric) -> set[str]:
    """The measures it is made of; none where every row of its subjects counts."""
    match metric.value:
        case Rate(top, bottom):
            return _wanted(METRICS[top]) | _wanted(METRICS[bottom])
        case Ratio(top, bottom):
            return _made_of(metric, top) | _made_of(metric, bottom)
        case Unique(measure):
            return {measure}
        case Total(column, where):
            return {where["measure"]} if "measure" in where else _made_of(metric, column)
        case Stock(column):
            return _made_of(metric, column)


def _made_of(metric: Metric, column: str) -> set[str]:
    return _MADE_OF.get((metric.mart, column), set())

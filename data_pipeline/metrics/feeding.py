"""Which exports can feed a figure."""

from data_pipeline.contract import Source, Table
from data_pipeline.metrics.catalogue import METRICS, Metric, Rate, Ratio, Stock, Total, Unique
from data_pipeline.sources import all_sources
from data_pipeline.staging import all_subjects
from data_pipeline.warehouse.build import all_marts

# What the marts make a column of: see their queries.
_MADE_OF = {
    ("monthly_activity", "conversations"): {"comments", "replies", "messages", "thread"},
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


def is_fed_by(metric: Metric, subject: str, figure: str) -> bool:
    """Whether a metric rests on this column of a subject, or on this measure of a long one."""
    wanted = _wanted(metric)
    if subject not in subjects_of(metric):
        return False
    return figure in wanted if wanted else not all_subjects()[subject].long


def subjects_of(metric: Metric) -> set[str]:
    """The subjects whose rows a metric rests on."""
    marts = {mart.name: mart for mart in all_marts()}
    if isinstance(metric.value, Rate):
        return subjects_of(METRICS[metric.value.top]) | subjects_of(METRICS[metric.value.bottom])

    def below(name: str) -> set[str]:
        mart = marts[name]
        return set(mart.staging).union(*(below(other) for other in mart.marts))

    return below(metric.mart)


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

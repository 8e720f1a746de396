"""Every measure that channel, post and website rows may carry, and whether it adds up.

A flow adds up over days. A unique count (reach, visitors) never does: the same people come back.
A rate is a checksum only. A stock is a level on a day.
"""

from dataclasses import dataclass
from typing import Literal

Addition = Literal["flow", "unique", "rate", "stock"]


@dataclass(frozen=True)
class Measure:
    """One measure: its name in the rows, what a manager calls it, and how it adds up."""

    name: str
    label: str
    addition: Addition = "flow"


_MEASURES = (
    Measure("followers_gained", "Followers gained"),
    Measure("followers_lost", "Followers lost"),
    Measure("followers_net", "Followers gained less lost"),
    Measure("impressions", "Impressions"),
    Measure("views", "Views"),
    Measure("video_views", "Video views"),
    Measure("reach", "Reach", "unique"),
    Measure("viewers", "Viewers", "unique"),
    Measure("unique_impressions", "Members reached", "unique"),
    Measure("engagements", "Engagements"),
    Measure("likes", "Likes and reactions"),
    Measure("comments", "Comments"),
    Measure("replies", "Replies"),
    Measure("shares", "Shares"),
    Measure("reposts", "Reposts"),
    Measure("saves", "Saves"),
    Measure("clicks", "Clicks"),
    Measure("link_clicks", "Link clicks"),
    Measure("profile_visits", "Profile visits"),
    Measure("page_views", "Page views"),
    Measure("visitors", "Visitors", "unique"),
    Measure("posts", "Posts published"),
    Measure("watch_hours", "Watch time in hours"),
    Measure("watch_percent", "Average share watched", "rate"),
    Measure("watch_seconds", "Average time watched", "rate"),
    Measure("click_through_rate", "Click-through rate", "rate"),
    Measure("revenue_estimate", "Estimated revenue"),
    Measure("call_taps", "Taps on the call button"),
    Measure("messages", "Messages begun"),
    Measure("bookings", "Bookings"),
    Measure("directions", "Requests for directions"),
    Measure("website_clicks", "Clicks to the website"),
    Measure("food_orders", "Food orders"),
    Measure("food_menu_clicks", "Clicks on the food menu"),
    Measure("profile_views", "Views of the business profile", "unique"),
    Measure("events", "Events"),
    Measure("key_events", "Key events"),
    Measure("sessions", "Sessions"),
    Measure("users", "Users", "unique"),
    Measure("new_users", "New users"),
    Measure("active_users", "Active users", "unique"),
    Measure("returning_users", "Returning users", "unique"),
    Measure("session_seconds", "Average session in seconds", "rate"),
    Measure("events_per_user", "Events per user", "rate"),
    Measure("revenue", "Revenue seen by the website"),
)
MEASURES = {measure.name: measure for measure in _MEASURES}
FLOWS = tuple(measure.name for measure in _MEASURES if measure.addition == "flow")
UNIQUES = tuple(measure.name for measure in _MEASURES if measure.addition == "unique")

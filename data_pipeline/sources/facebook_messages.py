"""Facebook messages, from Meta's “download your information” in JSON.

The form is known from memory. A file is one conversation, the archive holds all of them; nothing in
a file says which network it is from, only the archive's folders do, or it is asked. Of a
message its moment (in UTC), who wrote it and the conversation are kept, both as pseudonyms; what it
says is not.
"""

from data_pipeline.contract import Source
from data_pipeline.platform_words.meta_messages import MESSAGES, WHERE

SOURCE = Source(
    name="facebook_messages",
    label="Facebook messages",
    where=WHERE,
    channel="facebook",
    file_names=r"facebook",
    grace=31,
    proof="memory",
    tables=[MESSAGES],
)

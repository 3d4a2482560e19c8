-- One row per written summary. The message is the whole `mizan.v1.Summary`; the columns beside it are what
-- it is found by. `sequence` orders summaries of one event by age.
CREATE TABLE summaries (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL,
    summary TEXT NOT NULL,
    revision INTEGER NOT NULL,
    language TEXT NOT NULL,
    backend TEXT NOT NULL,
    message BLOB NOT NULL,
    UNIQUE (event, summary),
    UNIQUE (event, revision, language, backend)
) STRICT;

CREATE INDEX summaries_by_event ON summaries (event, sequence DESC);

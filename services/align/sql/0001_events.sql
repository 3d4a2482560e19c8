-- Articles as the feed brought them, the events they tell, and the kept alignments of each event.

-- Single values: the feed's cursor and the last change number.
CREATE TABLE state (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO state VALUES ('cursor', 0), ('change', 0);

CREATE TABLE events (
    name TEXT PRIMARY KEY,               -- events/{event}
    founded INTEGER NOT NULL,            -- order of foundation; in a merge the older name stays
    title TEXT NOT NULL,
    start_day TEXT,                      -- first and last known day of publication, YYYY-MM-DD
    end_day TEXT,
    outlets INTEGER NOT NULL,
    origins INTEGER NOT NULL,
    merged_into TEXT,                    -- events/{event}, never a merged one itself
    change INTEGER NOT NULL UNIQUE,      -- rises over all events with every change of one
    aligned INTEGER NOT NULL DEFAULT 0,  -- the content number that the current alignment was made from
    content INTEGER NOT NULL,            -- change number of the last change of its articles
    revision INTEGER NOT NULL DEFAULT 0, -- of the current alignment
    updated REAL NOT NULL                -- seconds since the epoch
) WITHOUT ROWID;

CREATE INDEX events_open ON events (change) WHERE merged_into IS NULL;
CREATE INDEX events_merged ON events (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE articles (
    name TEXT PRIMARY KEY,               -- sources/{source}/articles/{article}
    version TEXT NOT NULL,
    sequence INTEGER NOT NULL,           -- of the feed; the order of arrival is that of the first version
    arrival INTEGER NOT NULL,
    event TEXT NOT NULL REFERENCES events (name),
    source TEXT NOT NULL,
    day TEXT,
    title TEXT NOT NULL,
    sketch BLOB NOT NULL,                -- what grouping remembers, JSON
    vector BLOB,                         -- float16
    encoder TEXT NOT NULL                -- that made the vector
) WITHOUT ROWID;

CREATE INDEX articles_event ON articles (event, arrival);
CREATE INDEX articles_arrival ON articles (arrival);
CREATE INDEX articles_day ON articles (day);

-- Versions that are current or that a kept alignment was made from.
CREATE TABLE texts (
    article TEXT NOT NULL,
    version TEXT NOT NULL,
    message BLOB NOT NULL,               -- mizan.v1.Article
    PRIMARY KEY (article, version)
);

CREATE TABLE alignments (
    event TEXT NOT NULL REFERENCES events (name),
    revision INTEGER NOT NULL,
    created REAL NOT NULL,
    message BLOB NOT NULL,               -- mizan.v1.Alignment without articles, relations and claims
    PRIMARY KEY (event, revision)
);

CREATE TABLE aligned_articles (
    event TEXT NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    article TEXT NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (event, revision, position)
) WITHOUT ROWID;

CREATE INDEX aligned_articles_text ON aligned_articles (article, version);

CREATE TABLE relations (
    event TEXT NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,           -- highest score first
    type INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    score REAL NOT NULL,
    source_a TEXT NOT NULL,
    source_b TEXT NOT NULL,
    message BLOB NOT NULL,               -- mizan.v1.Relation
    PRIMARY KEY (event, revision, position)
) WITHOUT ROWID;

CREATE TABLE claims (
    event TEXT NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,           -- most origins first
    origins INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    message BLOB NOT NULL,               -- mizan.v1.Claim
    PRIMARY KEY (event, revision, position)
) WITHOUT ROWID;

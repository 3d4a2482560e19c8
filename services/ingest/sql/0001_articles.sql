-- One row per article: its identity, where its latest version is, and what lists filter by.
CREATE TABLE articles (
  name TEXT PRIMARY KEY,             -- sources/{source}/articles/{article}
  source TEXT NOT NULL,
  first_sequence INTEGER NOT NULL,   -- of its first version: the order of lists
  sequence INTEGER NOT NULL,         -- of its latest version
  input BLOB NOT NULL,               -- hash of the input that the latest version was made from
  fingerprint BLOB NOT NULL,         -- hash of what makes a version: text, headline, time, outlet, language
  language TEXT NOT NULL,
  published REAL,                    -- Unix seconds of the earliest possible time, NULL when unknown
  parent TEXT                        -- name of the article that it repeats, NULL for an original
) WITHOUT ROWID;
CREATE UNIQUE INDEX articles_in_order ON articles (first_sequence);
CREATE UNIQUE INDEX articles_of_source ON articles (source, first_sequence);
CREATE INDEX articles_by_time ON articles (published) WHERE published IS NOT NULL;

-- One row per version, never changed or removed. As its key rises with every commit (there is one writer),
-- this table is the outbox too: a reader downstream asks for what follows the last key that it has handled.
CREATE TABLE versions (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  stored_at REAL NOT NULL,           -- Unix seconds
  head BLOB NOT NULL,                -- mizan.v1.Article without text, statements and cuts
  article BLOB NOT NULL              -- mizan.v1.Article, all of it; last, so that heads are read without it
);
CREATE INDEX versions_of_article ON versions (name, sequence);

-- First answers by request id, kept for 7 days. The answer is the version and what was done.
CREATE TABLE requests (
  request_id TEXT PRIMARY KEY,
  payload BLOB NOT NULL,             -- hash of the request
  outcome INTEGER NOT NULL,          -- mizan.v1.IngestArticleResponse.Outcome
  sequence INTEGER NOT NULL REFERENCES versions (sequence),
  stored_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX requests_by_age ON requests (stored_at);

-- What is kept of the latest version's text to recognise its copies; article is articles.first_sequence.
CREATE TABLE prints (
  article INTEGER PRIMARY KEY,
  day INTEGER,                       -- proleptic ordinal of the day of publication, NULL when unknown
  exact BLOB NOT NULL,               -- hash of the words
  marks INTEGER NOT NULL,            -- how many it has
  print BLOB NOT NULL                -- services.ingest.dedupe.Fingerprint
);
CREATE INDEX prints_by_words ON prints (exact);

-- Which texts hold a mark, by 14-day period (-1: day unknown), so that a search costs the same in a large store.
CREATE TABLE marks (
  mark INTEGER NOT NULL,
  period INTEGER NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (mark, period, article)
) WITHOUT ROWID;

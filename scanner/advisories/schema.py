"""The tables of the index, which is what a scan opens, and of the detail file beside it."""

from __future__ import annotations

from typing import Final

FORMAT: Final = "3"
SCHEMA: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
    number INTEGER PRIMARY KEY, name TEXT, url TEXT, license TEXT, date TEXT, records INTEGER,
    modified TEXT, unreadable INTEGER
);
CREATE TABLE vector (number INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE advisory (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    source INTEGER REFERENCES source,
    aliases TEXT NOT NULL,
    related TEXT NOT NULL,
    level INTEGER NOT NULL,
    score REAL,
    vector INTEGER REFERENCES vector,
    published TEXT,
    modified TEXT,
    withdrawn TEXT,
    is_malware INTEGER NOT NULL
);
CREATE TABLE links (pack INTEGER PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE affected (
    package TEXT NOT NULL,
    advisory INTEGER NOT NULL REFERENCES advisory,
    entry INTEGER NOT NULL,
    ranges TEXT NOT NULL,
    versions TEXT NOT NULL,
    PRIMARY KEY (package, advisory, entry)
) WITHOUT ROWID;
CREATE TABLE exploited (
    cve TEXT PRIMARY KEY, added TEXT NOT NULL, due TEXT, by_ransomware INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE model (number INTEGER PRIMARY KEY, name TEXT NOT NULL, date TEXT NOT NULL);
CREATE TABLE probability (
    cve TEXT PRIMARY KEY, score REAL NOT NULL, percentile REAL NOT NULL,
    model INTEGER NOT NULL REFERENCES model
) WITHOUT ROWID;
CREATE TABLE status (
    project TEXT PRIMARY KEY, maintenance TEXT NOT NULL, reason TEXT, date TEXT
) WITHOUT ROWID;
CREATE TABLE yanked (
    project TEXT, version TEXT, reason TEXT, PRIMARY KEY (project, version)
) WITHOUT ROWID;
"""
PACK: Final = 16
"""How many advisories have their links packed together: they are by far the most of the file, and
alike for advisories with numbers beside each other, which are of one package."""
DETAIL_SCHEMA: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (
    id TEXT, source TEXT, packed BLOB NOT NULL, PRIMARY KEY (id, source)
) WITHOUT ROWID;
CREATE TABLE release (package TEXT PRIMARY KEY, versions TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE kept (
    source TEXT PRIMARY KEY, feed TEXT, fingerprint TEXT, document BLOB, unreadable TEXT
) WITHOUT ROWID;
"""
EDITION: Final = "edition"
"""The key in both files by which they belong together: a digest of the content of the second."""
COVERED: Final = "ecosystems"
"""The key for the ecosystems of which all is known that the index is made for."""
SEPARATOR: Final = " "
"""Between the items of a list in one column; no identifier has one inside."""

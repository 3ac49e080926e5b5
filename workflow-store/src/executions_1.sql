-- Texts that many executions share: ARNs and names of state machines and roles, fingerprints of definitions.
CREATE TABLE texts (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

-- What changes of an execution, and what it is listed by. Its rows are small because they are written again and again.
CREATE TABLE executions (
    id INTEGER PRIMARY KEY,
    -- The ARN of its state machine: a text.
    machine INTEGER NOT NULL,
    -- 0 running, 1 succeeded, 2 failed, 3 timed out, 4 aborted.
    status INTEGER NOT NULL,
    -- Dates are nanoseconds since 1970.
    start_date INTEGER NOT NULL,
    stop_date INTEGER,
    -- When it goes on: 0 at once, null when something comes from outside.
    wake INTEGER,
    redrive_count INTEGER NOT NULL DEFAULT 0,
    redrive_date INTEGER,
    -- Why it does not go on although it runs.
    suspended TEXT,
    parent INTEGER,
    parent_effect INTEGER
) STRICT;

-- Lists one machine's executions of a status by number, which is newest first. The few that run are found by it too, so that
-- a start of the process does not read what has ended. The number is part of every index.
CREATE INDEX executions_by_status ON executions (machine, status);

-- These cost nothing for executions that they are not about.
CREATE INDEX executions_by_parent ON executions (parent) WHERE parent IS NOT NULL;
CREATE INDEX executions_redriven ON executions (machine) WHERE redrive_count > 0;

-- What never changes of an execution.
CREATE TABLE starts (
    id INTEGER PRIMARY KEY,
    -- The first eight bytes of the SHA-256 of its ARN.
    arn_hash INTEGER NOT NULL,
    arn TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Texts.
    role INTEGER,
    machine_name INTEGER NOT NULL,
    alias INTEGER,
    version INTEGER,
    definition INTEGER NOT NULL,
    seed BLOB NOT NULL,
    input TEXT NOT NULL,
    -- What whoever started it keeps with it.
    details TEXT
) STRICT;

CREATE INDEX starts_by_arn ON starts (arn_hash);

-- What happened to executions, one after the other: most commits write only here and to its index, so the rows of many
-- executions share pages. Were the rows of an execution side by side, each of them would write a page.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    -- The execution's number times 2^24, plus the row's place in its record.
    place INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX journal_by_place ON journal (place);

CREATE TABLE definitions (
    fingerprint TEXT PRIMARY KEY,
    -- 0 interpreted, 1 native.
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE documents (
    collection TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (collection, name)
) STRICT, WITHOUT ROWID;

-- The greatest number of an execution that was forgotten, so that it is never given again.
CREATE TABLE forgotten (
    last_id INTEGER NOT NULL
) STRICT;
INSERT INTO forgotten VALUES (0);

-- What other processes ask of the one that works on the executions.
CREATE TABLE requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operation TEXT NOT NULL,
    input TEXT NOT NULL,
    -- Null until it is answered.
    answer TEXT,
    is_error INTEGER NOT NULL DEFAULT 0,
    -- Nanoseconds since 1970.
    answered_at INTEGER
) STRICT;

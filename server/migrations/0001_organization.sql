-- Enterprises. Every other table begins its key with organization_id: nothing of another one is ever reachable.
CREATE TABLE organization (
    id             BIGINT NOT NULL PRIMARY KEY,
    name           TEXT   NOT NULL UNIQUE,
    -- Series of its bill numbers: BILLS of issuer HRB are HRB-2026-00000001, …
    issuer         TEXT   NOT NULL UNIQUE,
    -- Grows with every change of its bills: what readers compare to know whether their snapshot is the newest.
    bills_revision BIGINT NOT NULL,
    created_at     BIGINT NOT NULL
);

-- Numbers that are given out without gaps, in the transaction that uses them. Organization 0 is the portal itself.
CREATE TABLE counter (
    organization_id BIGINT NOT NULL,
    series          TEXT   NOT NULL,
    next            BIGINT NOT NULL,
    PRIMARY KEY (organization_id, series)
);

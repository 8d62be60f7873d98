-- The same as for PostgreSQL. SQLite can't take a constraint off a column, so the table is made anew; references to it
-- stay, because foreign keys are off while the schema changes.
CREATE TABLE new_audit_entry (
    organization_id BIGINT NOT NULL,
    place           BIGINT NOT NULL,
    at              BIGINT NOT NULL,
    -- `user/usr-…`, `operator/NAME` or `job/NAME`.
    actor           TEXT   NOT NULL,
    act             TEXT   NOT NULL,
    -- None: it was done to the people of the organization.
    account_id      BIGINT,
    -- The same key again is the same act: it is not done twice.
    idempotency_key TEXT   NOT NULL,
    -- JSON: what was asked, and what came of it.
    input           TEXT   NOT NULL,
    outcome         TEXT   NOT NULL,
    -- Of the entry before; empty for the first.
    previous_sha256 TEXT   NOT NULL,
    sha256          TEXT   NOT NULL,
    PRIMARY KEY (organization_id, place),
    UNIQUE (organization_id, idempotency_key),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id)
);

INSERT INTO new_audit_entry SELECT organization_id, place, at, actor, act, account_id, idempotency_key, input, outcome,
    previous_sha256, sha256 FROM audit_entry;

DROP TABLE audit_entry;

ALTER TABLE new_audit_entry RENAME TO audit_entry;

CREATE INDEX audit_entry_by_account ON audit_entry (organization_id, account_id, place);

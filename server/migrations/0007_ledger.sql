-- The newest entry of each organization's audit log. Whoever wants to move its money holds this row first.
CREATE TABLE audit_chain (
    organization_id BIGINT NOT NULL,
    place           BIGINT NOT NULL,
    sha256          TEXT   NOT NULL,
    PRIMARY KEY (organization_id),
    FOREIGN KEY (organization_id) REFERENCES organization (id)
);

-- Who did what, only ever added. Each entry's hash covers the one before: a change to one makes every later hash wrong.
CREATE TABLE audit_entry (
    organization_id BIGINT NOT NULL,
    place           BIGINT NOT NULL,
    at              BIGINT NOT NULL,
    -- `user/usr-…`, `operator/NAME` or `job/NAME`.
    actor           TEXT   NOT NULL,
    act             TEXT   NOT NULL,
    account_id      BIGINT NOT NULL,
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

CREATE INDEX audit_entry_by_account ON audit_entry (organization_id, account_id, place);

-- Movements of money, only ever added: each a balanced set of postings on the books of one account.
CREATE TABLE ledger_transaction (
    organization_id BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    kind            TEXT   NOT NULL,
    currency        TEXT   NOT NULL,
    posted_at       BIGINT NOT NULL,
    -- The act that moved it.
    audit_place     BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id),
    FOREIGN KEY (organization_id, audit_place) REFERENCES audit_entry (organization_id, place)
);

CREATE INDEX ledger_transaction_by_account ON ledger_transaction (organization_id, account_id, id);

CREATE INDEX ledger_transaction_by_entry ON ledger_transaction (organization_id, audit_place);

-- Debits in minor units; a credit is negative. The postings of a transaction come to zero.
CREATE TABLE ledger_posting (
    organization_id BIGINT NOT NULL,
    transaction_id  BIGINT NOT NULL,
    book            TEXT   NOT NULL,
    debit           BIGINT NOT NULL,
    PRIMARY KEY (organization_id, transaction_id, book),
    FOREIGN KEY (organization_id, transaction_id) REFERENCES ledger_transaction (organization_id, id),
    CHECK (debit <> 0)
);

-- What the postings of a book come to: a cache, written with them and checked against them.
CREATE TABLE ledger_balance (
    organization_id BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    book            TEXT   NOT NULL,
    debits          BIGINT NOT NULL,
    PRIMARY KEY (organization_id, account_id, book),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id)
);

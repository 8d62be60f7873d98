-- One delivery of billing data: a file that was imported, whole.
CREATE TABLE delivery (
    organization_id BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    file            TEXT   NOT NULL,
    -- Of the bytes as they came: the same file twice is recognised by it.
    sha256          TEXT   NOT NULL,
    format          TEXT   NOT NULL,
    data_rows       BIGINT NOT NULL,
    findings        BIGINT NOT NULL,
    imported_at     BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, sha256)
);

-- What was off in a delivery, by column and kind. The rows are exact as long as they are few ranges.
CREATE TABLE delivery_finding (
    organization_id BIGINT NOT NULL,
    delivery_id     BIGINT NOT NULL,
    position        BIGINT NOT NULL,
    -- None for what concerns whole rows.
    column_name     TEXT,
    kind            TEXT   NOT NULL,
    cells           BIGINT NOT NULL,
    -- JSON list of [first row, last row]; the header is row 1.
    source_rows     TEXT   NOT NULL,
    -- How many further cells are not in it.
    left_off        BIGINT NOT NULL,
    -- JSON list of [row, text].
    examples        TEXT   NOT NULL,
    PRIMARY KEY (organization_id, delivery_id, position),
    FOREIGN KEY (organization_id, delivery_id) REFERENCES delivery (organization_id, id)
);

-- Which delivery a billing account's cycle stands on now; a newer one replaces it as a whole.
CREATE TABLE delivery_scope (
    organization_id BIGINT NOT NULL,
    billing_account TEXT   NOT NULL,
    cycle           BIGINT NOT NULL,
    delivery_id     BIGINT NOT NULL,
    PRIMARY KEY (organization_id, billing_account, cycle),
    FOREIGN KEY (organization_id, delivery_id) REFERENCES delivery (organization_id, id)
);

-- What a delivery changed against the one before: bill by bill.
CREATE TABLE delivery_change (
    organization_id BIGINT NOT NULL,
    delivery_id     BIGINT NOT NULL,
    bill_id         BIGINT NOT NULL,
    kind            TEXT   NOT NULL,
    before_minor    BIGINT NOT NULL,
    after_minor     BIGINT NOT NULL,
    PRIMARY KEY (organization_id, delivery_id, bill_id),
    FOREIGN KEY (organization_id, delivery_id) REFERENCES delivery (organization_id, id)
);

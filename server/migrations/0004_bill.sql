-- One account × product × application × cycle. Amounts are minor units of the currency;
-- outstanding + processing + settled + canceled = consumption.
CREATE TABLE bill (
    organization_id BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    product_id      BIGINT NOT NULL,
    application_id  BIGINT NOT NULL,
    -- Year × 12 + month − 1.
    cycle           BIGINT NOT NULL,
    currency        TEXT   NOT NULL,
    consumption     BIGINT NOT NULL,
    prepaid_cover   BIGINT NOT NULL,
    outstanding     BIGINT NOT NULL,
    processing      BIGINT NOT NULL,
    settled         BIGINT NOT NULL,
    canceled        BIGINT NOT NULL,
    -- JSON list of [value, unit].
    usage           TEXT   NOT NULL,
    -- The exact sum of the lines, the one rounding that made money of it, and what that left over.
    exact           TEXT   NOT NULL,
    rounding        TEXT   NOT NULL,
    residue         TEXT   NOT NULL,
    lines           BIGINT NOT NULL,
    -- Year and place in the issuer's series; none before issue.
    number_year     BIGINT,
    number_place    BIGINT,
    bill_date       TEXT,
    -- The billing account whose deliveries made it; none for what the portal billed itself.
    billing_account TEXT,
    -- A newer delivery no longer has it, and it had no number yet: it is listed nowhere.
    withdrawn       BOOLEAN NOT NULL,
    -- The organization's bills_revision of its last change.
    revision        BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, account_id, product_id, application_id, cycle),
    CHECK (outstanding + processing + settled + canceled = consumption),
    CHECK (outstanding >= 0 AND processing >= 0),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id),
    FOREIGN KEY (organization_id, product_id) REFERENCES product (organization_id, id),
    FOREIGN KEY (organization_id, application_id) REFERENCES application (organization_id, id)
);

CREATE INDEX bill_by_revision ON bill (organization_id, revision);

-- What a delivery made, for the newer one that replaces it.
CREATE INDEX bill_by_scope ON bill (organization_id, cycle, billing_account);

-- What a bill is made of: exact amounts, each with the file and row that it was read from.
CREATE TABLE bill_line (
    organization_id BIGINT NOT NULL,
    bill_id         BIGINT NOT NULL,
    position        BIGINT NOT NULL,
    delivery_id     BIGINT NOT NULL,
    source_row      BIGINT NOT NULL,
    description     TEXT   NOT NULL,
    category        TEXT   NOT NULL,
    charged_from    TEXT,
    charged_to      TEXT,
    quantity        TEXT,
    unit            TEXT,
    unit_price      TEXT,
    amount          TEXT   NOT NULL,
    resource        TEXT,
    region          TEXT,
    PRIMARY KEY (organization_id, bill_id, position),
    FOREIGN KEY (organization_id, bill_id) REFERENCES bill (organization_id, id)
);

-- The same as for PostgreSQL. SQLite can't take a constraint off a table, so the table is made anew; references to it
-- stay, because foreign keys are off while the schema changes.
CREATE TABLE new_bill (
    organization_id BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    product_id      BIGINT NOT NULL,
    application_id  BIGINT NOT NULL,
    cycle           BIGINT NOT NULL,
    currency        TEXT   NOT NULL,
    consumption     BIGINT NOT NULL,
    prepaid_cover   BIGINT NOT NULL,
    outstanding     BIGINT NOT NULL,
    processing      BIGINT NOT NULL,
    settled         BIGINT NOT NULL,
    canceled        BIGINT NOT NULL,
    usage           TEXT   NOT NULL,
    exact           TEXT   NOT NULL,
    rounding        TEXT   NOT NULL,
    residue         TEXT   NOT NULL,
    lines           BIGINT NOT NULL,
    number_year     BIGINT,
    number_place    BIGINT,
    bill_date       TEXT,
    billing_account TEXT,
    withdrawn       BOOLEAN NOT NULL,
    revision        BIGINT NOT NULL,
    -- The month whose usage it is for; another one than its cycle when it adjusts a month that was issued before.
    usage_cycle     BIGINT NOT NULL,
    -- The bill of that month that it adjusts, if there was one.
    adjusts         BIGINT,
    -- The first and the last month that its lines cover.
    first_month     BIGINT NOT NULL,
    last_month      BIGINT NOT NULL,
    -- It belongs to a monthly bill: its lines, number, amount and due date never change again.
    issued          BOOLEAN NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, account_id, cycle, product_id, application_id, usage_cycle),
    CHECK (outstanding + processing + settled + canceled = consumption),
    CHECK (outstanding >= 0 AND processing >= 0),
    CHECK (usage_cycle <= cycle AND (adjusts IS NULL OR usage_cycle < cycle)),
    CHECK (first_month <= last_month),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id),
    FOREIGN KEY (organization_id, product_id) REFERENCES product (organization_id, id),
    FOREIGN KEY (organization_id, application_id) REFERENCES application (organization_id, id),
    FOREIGN KEY (organization_id, adjusts) REFERENCES bill (organization_id, id)
);

INSERT INTO new_bill SELECT organization_id, id, account_id, product_id, application_id, cycle, currency, consumption,
    prepaid_cover, outstanding, processing, settled, canceled, usage, exact, rounding, residue, lines, number_year,
    number_place, bill_date, billing_account, withdrawn, revision, cycle, NULL, cycle, cycle,
    number_place IS NOT NULL AND NOT withdrawn AND EXISTS (SELECT 1 FROM monthly_bill
        WHERE monthly_bill.organization_id = bill.organization_id AND monthly_bill.account_id = bill.account_id
        AND monthly_bill.cycle = bill.cycle)
    FROM bill;

DROP TABLE bill;

ALTER TABLE new_bill RENAME TO bill;

CREATE INDEX bill_by_revision ON bill (organization_id, revision);

CREATE INDEX bill_by_scope ON bill (organization_id, usage_cycle, billing_account);

CREATE INDEX bill_by_adjusted ON bill (organization_id, adjusts) WHERE adjusts IS NOT NULL;

CREATE INDEX bill_open ON bill (organization_id, account_id, cycle) WHERE issued AND outstanding > 0;

CREATE INDEX bill_not_issued ON bill (organization_id, cycle, account_id) WHERE NOT issued;

CREATE INDEX monthly_bill_open ON monthly_bill (organization_id, account_id, cycle) WHERE outstanding > 0;

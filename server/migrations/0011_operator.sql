-- Holidays that business days of a term are counted by.
ALTER TABLE credit_control ADD COLUMN calendar TEXT NOT NULL DEFAULT 'default';

-- What was given, in minor units, and the day on which what was left lapsed or was taken back: from then on nothing is
-- left of it.
ALTER TABLE coupon ADD COLUMN granted BIGINT NOT NULL DEFAULT 0;

ALTER TABLE coupon ADD COLUMN ended_on TEXT;

ALTER TABLE stored_value_card ADD COLUMN granted BIGINT NOT NULL DEFAULT 0;

ALTER TABLE stored_value_card ADD COLUMN ended_on TEXT;

-- What credit notes took off a bill: of what was open (it is canceled), and of what was paid (it went to the refund
-- balance of the month; the bill stays paid).
CREATE TABLE credit_note (
    organization_id BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    cycle           BIGINT NOT NULL,
    transaction_id  BIGINT NOT NULL,
    bill_id         BIGINT NOT NULL,
    open            BIGINT NOT NULL,
    paid            BIGINT NOT NULL,
    PRIMARY KEY (organization_id, account_id, cycle, transaction_id, bill_id),
    FOREIGN KEY (organization_id, transaction_id) REFERENCES ledger_transaction (organization_id, id),
    FOREIGN KEY (organization_id, bill_id) REFERENCES bill (organization_id, id),
    CHECK (open >= 0 AND paid >= 0 AND open + paid > 0)
);

-- Acts that were undone, and by which entry. Nothing is undone twice.
CREATE TABLE reversal (
    organization_id BIGINT NOT NULL,
    audit_place     BIGINT NOT NULL,
    by_place        BIGINT NOT NULL,
    PRIMARY KEY (organization_id, audit_place),
    FOREIGN KEY (organization_id, audit_place) REFERENCES audit_entry (organization_id, place),
    FOREIGN KEY (organization_id, by_place) REFERENCES audit_entry (organization_id, place)
);

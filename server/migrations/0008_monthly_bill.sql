-- All bills of one account in one issued cycle. The amounts are the sums of its bills': a cache, written with them and
-- checked against them and against the ledger.
CREATE TABLE monthly_bill (
    organization_id BIGINT  NOT NULL,
    account_id      BIGINT  NOT NULL,
    -- Year × 12 + month − 1.
    cycle           BIGINT  NOT NULL,
    currency        TEXT    NOT NULL,
    bills           BIGINT  NOT NULL,
    consumption     BIGINT  NOT NULL,
    prepaid_cover   BIGINT  NOT NULL,
    outstanding     BIGINT  NOT NULL,
    processing      BIGINT  NOT NULL,
    settled         BIGINT  NOT NULL,
    canceled        BIGINT  NOT NULL,
    -- What was settled when it was issued: bills below nothing, as an amount above nothing, and what was paid before the
    -- ledger began. settled = prepaid_cover - credited + taken_over + its repayments.
    credited        BIGINT  NOT NULL,
    taken_over      BIGINT  NOT NULL,
    issued_at       BIGINT  NOT NULL,
    -- None without credit control.
    due_date        TEXT,
    charge_failed   BOOLEAN NOT NULL,
    PRIMARY KEY (organization_id, account_id, cycle),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id),
    CHECK (outstanding + processing + settled + canceled = consumption),
    CHECK (outstanding >= 0 AND processing >= 0)
);

-- What was paid to a bill, from what, by which movement.
CREATE TABLE repayment (
    organization_id BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    cycle           BIGINT NOT NULL,
    transaction_id  BIGINT NOT NULL,
    bill_id         BIGINT NOT NULL,
    -- The book that it was taken from.
    source          TEXT   NOT NULL,
    amount          BIGINT NOT NULL,
    PRIMARY KEY (organization_id, account_id, cycle, transaction_id, bill_id, source),
    FOREIGN KEY (organization_id, transaction_id) REFERENCES ledger_transaction (organization_id, id),
    FOREIGN KEY (organization_id, bill_id) REFERENCES bill (organization_id, id),
    CHECK (amount > 0)
);

-- The contract term of an account; the newest row that is valid counts. None: not on credit control.
CREATE TABLE credit_control (
    organization_id   BIGINT  NOT NULL,
    account_id        BIGINT  NOT NULL,
    valid_from        TEXT    NOT NULL,
    -- Ended: from then on the account is not on credit control any more.
    ended             BOOLEAN NOT NULL,
    credit_limit      BIGINT  NOT NULL,
    settlement_cycle  TEXT    NOT NULL,
    -- Whether the days are business days.
    business_days     BOOLEAN NOT NULL,
    days              BIGINT  NOT NULL,
    special_agreement BOOLEAN NOT NULL,
    PRIMARY KEY (organization_id, account_id, valid_from),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id)
);

-- What an account's owner has switched on.
CREATE TABLE account_setting (
    organization_id   BIGINT  NOT NULL,
    account_id        BIGINT  NOT NULL,
    automatic         BOOLEAN NOT NULL,
    settle_past_bills BOOLEAN NOT NULL,
    remittance        BOOLEAN NOT NULL,
    PRIMARY KEY (organization_id, account_id),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id)
);

CREATE TABLE coupon (
    organization_id BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    valid_from      TEXT   NOT NULL,
    valid_to        TEXT   NOT NULL,
    -- JSON list of product codes; none for all.
    products        TEXT,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id)
);

CREATE TABLE stored_value_card (
    organization_id BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    -- First and last month, year × 12 + month − 1.
    valid_from      BIGINT NOT NULL,
    valid_to        BIGINT NOT NULL,
    products        TEXT,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id)
);

-- Cards that an order (the activation of a product for an application) named.
CREATE TABLE order_card (
    organization_id BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    product_id      BIGINT NOT NULL,
    application_id  BIGINT NOT NULL,
    card_id         BIGINT NOT NULL,
    PRIMARY KEY (organization_id, account_id, product_id, application_id, card_id),
    FOREIGN KEY (organization_id, card_id) REFERENCES stored_value_card (organization_id, id)
);

-- Why automatic settlement leaves an account alone.
CREATE TABLE hold (
    organization_id BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    -- `settlement_task` or `payment`, and its id.
    kind            TEXT   NOT NULL,
    holder_id       BIGINT NOT NULL,
    PRIMARY KEY (organization_id, account_id, kind, holder_id),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id)
);

-- Days that differ from Monday to Friday, by calendar. Organization 0 is the portal itself.
CREATE TABLE holiday (
    organization_id BIGINT NOT NULL,
    calendar        TEXT   NOT NULL,
    date            TEXT   NOT NULL,
    -- `holiday` or `workday`.
    kind            TEXT   NOT NULL,
    PRIMARY KEY (organization_id, calendar, date)
);

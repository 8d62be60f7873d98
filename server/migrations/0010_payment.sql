-- Money asked for through a channel. The row is there before anything is sent.
CREATE TABLE payment (
    organization_id BIGINT  NOT NULL,
    id              BIGINT  NOT NULL,
    account_id      BIGINT  NOT NULL,
    channel         TEXT    NOT NULL,
    -- `top_up`, `charge` or `check`; a charge with its cycle (year × 12 + month − 1), its place in it, and which attempt
    -- it is.
    purpose         TEXT    NOT NULL,
    cycle           BIGINT,
    crossing        BIGINT,
    attempt         BIGINT,
    amount          BIGINT  NOT NULL,
    currency        TEXT    NOT NULL,
    -- JSON; and whether nothing more is waited for.
    state           TEXT    NOT NULL,
    is_final        BOOLEAN NOT NULL,
    -- The same key again is the same payment; what was asked under it, as JSON.
    idempotency_key TEXT    NOT NULL,
    input           TEXT    NOT NULL,
    -- The linked method that is charged, and what people call it.
    method_id       BIGINT,
    method          TEXT,
    -- The user who began it; none when it was begun by itself.
    created_by      BIGINT,
    -- The language of the channel's page.
    locale          TEXT    NOT NULL,
    created_at      BIGINT  NOT NULL,
    sent_at         BIGINT,
    expires_at      BIGINT  NOT NULL,
    -- When it is asked for next, and how often it was; whoever asks puts it off first.
    poll_at         BIGINT  NOT NULL,
    polls           BIGINT  NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, idempotency_key),
    UNIQUE (organization_id, account_id, cycle, crossing, attempt),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id),
    CHECK (amount > 0)
);

CREATE INDEX payment_by_account ON payment (organization_id, account_id, id);

CREATE INDEX payment_to_poll ON payment (is_final, poll_at);

-- What was heard of a payment, only ever added.
CREATE TABLE payment_event (
    organization_id BIGINT NOT NULL,
    payment_id      BIGINT NOT NULL,
    place           BIGINT NOT NULL,
    at              BIGINT NOT NULL,
    -- `webhook`, `poll`, `answer`, `job`, or `user/usr-…`.
    source          TEXT   NOT NULL,
    event           TEXT   NOT NULL,
    -- `applied`, `stays`, or why it was refused.
    outcome         TEXT   NOT NULL,
    PRIMARY KEY (organization_id, payment_id, place),
    FOREIGN KEY (organization_id, payment_id) REFERENCES payment (organization_id, id)
);

-- What a channel keeps for an account under a token. Never a card's number.
CREATE TABLE payment_method (
    organization_id BIGINT  NOT NULL,
    id              BIGINT  NOT NULL,
    account_id      BIGINT  NOT NULL,
    channel         TEXT    NOT NULL,
    idempotency_key TEXT    NOT NULL,
    -- JSON of what people recognise it by, and the channel's token: none until the customer linked it.
    kind            TEXT,
    token           TEXT,
    is_default      BOOLEAN NOT NULL,
    -- When it was shown that it can be charged.
    checked_at      BIGINT,
    created_at      BIGINT  NOT NULL,
    removed_at      BIGINT,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, idempotency_key),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id)
);

CREATE INDEX payment_method_by_account ON payment_method (organization_id, account_id, id);

-- Charges of running cycles: one row for each crossing of the threshold, and one for the rest of the month.
CREATE TABLE charge (
    organization_id BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    cycle           BIGINT NOT NULL,
    crossing        BIGINT NOT NULL,
    amount          BIGINT NOT NULL,
    -- `due`, `sent`, `paid`, or `failed` when no attempt is left.
    state           TEXT   NOT NULL,
    -- How many attempts failed, the day of the first, the day of the next, and the last reason.
    failed_attempts BIGINT NOT NULL,
    first_failed    TEXT,
    retry_on        TEXT,
    reason          TEXT,
    method          TEXT,
    PRIMARY KEY (organization_id, account_id, cycle, crossing),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id),
    CHECK (amount > 0)
);

CREATE INDEX charge_by_state ON charge (state, organization_id, account_id);

-- At how much a running cycle is charged. Organization 0 is the portal itself, account 0 every account; `least` and
-- `most` bound what an account may be given.
CREATE TABLE charge_threshold (
    organization_id BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    channel         TEXT   NOT NULL,
    currency        TEXT   NOT NULL,
    amount          BIGINT NOT NULL,
    least           BIGINT NOT NULL,
    most            BIGINT NOT NULL,
    PRIMARY KEY (organization_id, account_id, channel, currency),
    CHECK (least > 0 AND least <= amount AND amount <= most)
);

INSERT INTO charge_threshold (organization_id, account_id, channel, currency, amount, least, most) VALUES
    (0, 0, 'bank_card', 'USD', 100000, 100000, 100000),
    (0, 0, 'bank_card', 'EUR', 100000, 100000, 100000),
    (0, 0, 'bank_card', 'CNY', 700000, 700000, 700000),
    (0, 0, 'bank_card', 'SGD', 130000, 130000, 130000),
    (0, 0, 'bank_card', 'JPY', 150000, 150000, 150000),
    (0, 0, 'paypal', 'USD', 50000, 800, 50000),
    (0, 0, 'paypal', 'EUR', 50000, 800, 50000),
    (0, 0, 'paypal', 'SGD', 65000, 1000, 65000),
    (0, 0, 'paypal', 'JPY', 75000, 1200, 75000);

-- Bank transfers that arrived. Whose they are is told by their reference, else by the platform operator.
CREATE TABLE arrival (
    organization_id  BIGINT  NOT NULL,
    -- The channel's id; organization 0 is the portal itself.
    id               TEXT    NOT NULL,
    at               BIGINT  NOT NULL,
    reference        TEXT    NOT NULL,
    payer            TEXT    NOT NULL,
    amount           BIGINT  NOT NULL,
    currency         TEXT    NOT NULL,
    -- Whose it is; 0 while nobody knows.
    owner_id         BIGINT  NOT NULL,
    account_id       BIGINT  NOT NULL,
    -- Whether it is in the account's cash, and whether bills were paid from it (A5).
    booked           BOOLEAN NOT NULL,
    remitted         BOOLEAN NOT NULL,
    PRIMARY KEY (organization_id, id),
    CHECK (amount > 0)
);

CREATE INDEX arrival_open ON arrival (organization_id, booked, remitted);

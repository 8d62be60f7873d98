-- Money of payments that goes back the way it came. The row is there before anything is sent; its id is the key under
-- which the channel gives it back once.
CREATE TABLE payment_refund (
    organization_id BIGINT  NOT NULL,
    id              BIGINT  NOT NULL,
    account_id      BIGINT  NOT NULL,
    payment_id      BIGINT  NOT NULL,
    channel         TEXT    NOT NULL,
    amount          BIGINT  NOT NULL,
    currency        TEXT    NOT NULL,
    -- JSON; and whether nothing more is waited for.
    state           TEXT    NOT NULL,
    is_final        BOOLEAN NOT NULL,
    requested_at    BIGINT  NOT NULL,
    -- When it is asked for next, and how often it was; whoever asks puts it off first.
    poll_at         BIGINT  NOT NULL,
    polls           BIGINT  NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, payment_id) REFERENCES payment (organization_id, id),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id),
    CHECK (amount > 0)
);

CREATE INDEX payment_refund_by_payment ON payment_refund (organization_id, payment_id, id);

CREATE INDEX payment_refund_to_poll ON payment_refund (is_final, poll_at);

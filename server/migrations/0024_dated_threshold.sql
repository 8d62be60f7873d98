-- Thresholds carry the day from which they hold; what is past never changes.
CREATE TABLE dated_threshold (
    organization_id BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    channel         TEXT   NOT NULL,
    currency        TEXT   NOT NULL,
    valid_from      TEXT   NOT NULL,
    amount          BIGINT NOT NULL,
    least           BIGINT NOT NULL,
    most            BIGINT NOT NULL,
    PRIMARY KEY (organization_id, account_id, channel, currency, valid_from),
    CHECK (least > 0 AND least <= amount AND amount <= most)
);

INSERT INTO dated_threshold (organization_id, account_id, channel, currency, valid_from, amount, least, most)
SELECT organization_id, account_id, channel, currency, '2000-01-01', amount, least, most FROM charge_threshold;

DROP TABLE charge_threshold;

ALTER TABLE dated_threshold RENAME TO charge_threshold;

-- The payment that a transfer was announced by, and what arrived for a payment in all.
ALTER TABLE arrival ADD COLUMN payment_id BIGINT;

ALTER TABLE payment ADD COLUMN arrived BIGINT NOT NULL DEFAULT 0;

-- Before, the first part that arrived ended a payment.
UPDATE payment SET arrived = amount WHERE organization_id > 0 AND channel = 'bank_transfer' AND is_final
    AND state LIKE '%"succeeded"%';

CREATE INDEX arrival_by_payment ON arrival (organization_id, payment_id) WHERE payment_id IS NOT NULL;

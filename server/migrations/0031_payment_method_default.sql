-- An account has one default method: of several, the first that was linked stays it.
UPDATE payment_method SET is_default = FALSE WHERE organization_id > 0 AND is_default AND EXISTS (SELECT 1
    FROM payment_method o WHERE o.organization_id = payment_method.organization_id
    AND o.account_id = payment_method.account_id AND o.is_default AND o.id < payment_method.id);

CREATE UNIQUE INDEX payment_method_default ON payment_method (organization_id, account_id) WHERE is_default;

-- When the channel is asked next whether it was linked, and how often it was.
ALTER TABLE payment_method ADD COLUMN poll_at BIGINT NOT NULL DEFAULT 0;

ALTER TABLE payment_method ADD COLUMN polls BIGINT NOT NULL DEFAULT 0;

CREATE INDEX payment_method_to_poll ON payment_method (poll_at) WHERE token IS NULL AND removed_at IS NULL;

-- Grows with every delivery: what is frozen for running cycles follows it, and not every payment.
ALTER TABLE organization ADD COLUMN usage_revision BIGINT NOT NULL DEFAULT 0;

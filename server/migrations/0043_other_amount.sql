-- Payments of which the channel took another amount than was asked for: few, and listed for the platform operator.
CREATE INDEX payment_other_amount ON payment (organization_id, id) WHERE state LIKE '{"is":"other_amount"%';

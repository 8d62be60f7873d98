-- What was taken instead of what was asked for, is not booked, and was not given back, in the smallest unit of what was taken.
ALTER TABLE payment ADD COLUMN unbooked BIGINT NOT NULL DEFAULT 0;

-- Few, and listed for the platform operator.
CREATE INDEX payment_unbooked ON payment (organization_id, id) WHERE unbooked > 0;

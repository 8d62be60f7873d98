-- A bank transfer that is nobody's goes back to whoever sent it: how far that has come (JSON; none when nobody asked for
-- it), whether it did, which attempt it is, and when it is asked for next.
ALTER TABLE arrival ADD COLUMN return_state TEXT;

ALTER TABLE arrival ADD COLUMN is_returned BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE arrival ADD COLUMN return_attempts BIGINT NOT NULL DEFAULT 0;

ALTER TABLE arrival ADD COLUMN poll_at BIGINT NOT NULL DEFAULT 0;

ALTER TABLE arrival ADD COLUMN polls BIGINT NOT NULL DEFAULT 0;

CREATE INDEX arrival_waiting ON arrival (organization_id, owner_id, is_returned, at);

-- The day of the last attempt at a charge that failed.
ALTER TABLE charge ADD COLUMN last_failed TEXT;

UPDATE charge SET last_failed = first_failed WHERE organization_id > 0 AND first_failed IS NOT NULL;

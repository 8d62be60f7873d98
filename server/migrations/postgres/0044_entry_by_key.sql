-- What was done under a key is asked for before anything is done. With the key first, no other index of the log answers that:
-- while the log is small, a plan for it would otherwise read an organization's whole log, and is kept when it has grown.
ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_organization_id_idempotency_key_key;
CREATE UNIQUE INDEX audit_entry_by_key ON audit_entry (idempotency_key, organization_id);

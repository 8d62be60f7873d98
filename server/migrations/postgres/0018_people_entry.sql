-- What is done to the people of an organization stands in its audit log too: on no account.
ALTER TABLE audit_entry ALTER COLUMN account_id DROP NOT NULL;

-- The bills_revision with which a name last changed: of an account, a product or an application, new ones included. A
-- reader that knows the names of a later one needs only the bills that changed since.
ALTER TABLE organization ADD COLUMN names_revision BIGINT NOT NULL DEFAULT 0;

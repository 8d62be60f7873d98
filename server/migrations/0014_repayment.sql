-- What a movement pays is covered by the hash of its entry: `portal verify` reads it by movement.
CREATE INDEX repayment_by_transaction ON repayment (organization_id, transaction_id);

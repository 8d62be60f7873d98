-- Bills for usage of a month that was issued before: few, and looked at before anything of a month is given back.
CREATE INDEX bill_late ON bill (organization_id, account_id) WHERE usage_cycle < cycle;

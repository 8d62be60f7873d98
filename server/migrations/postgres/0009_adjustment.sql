-- The month whose usage a bill is for; another one than its cycle when it adjusts a month that was issued before.
ALTER TABLE bill ADD COLUMN usage_cycle BIGINT;
-- The bill of that month that it adjusts, if there was one.
ALTER TABLE bill ADD COLUMN adjusts BIGINT;
-- The first and the last month that its lines cover.
ALTER TABLE bill ADD COLUMN first_month BIGINT;
ALTER TABLE bill ADD COLUMN last_month BIGINT;
-- It belongs to a monthly bill: its lines, number, amount and due date never change again.
ALTER TABLE bill ADD COLUMN issued BOOLEAN;
UPDATE bill SET usage_cycle = cycle, first_month = cycle, last_month = cycle,
    issued = number_place IS NOT NULL AND NOT withdrawn AND EXISTS (SELECT 1 FROM monthly_bill
        WHERE monthly_bill.organization_id = bill.organization_id AND monthly_bill.account_id = bill.account_id
        AND monthly_bill.cycle = bill.cycle);
ALTER TABLE bill
    ALTER COLUMN usage_cycle SET NOT NULL,
    ALTER COLUMN first_month SET NOT NULL,
    ALTER COLUMN last_month SET NOT NULL,
    ALTER COLUMN issued SET NOT NULL,
    DROP CONSTRAINT bill_organization_id_account_id_product_id_application_id_c_key,
    ADD CONSTRAINT bill_key UNIQUE (organization_id, account_id, cycle, product_id, application_id, usage_cycle),
    ADD CHECK (usage_cycle <= cycle AND (adjusts IS NULL OR usage_cycle < cycle)),
    ADD CHECK (first_month <= last_month),
    ADD FOREIGN KEY (organization_id, adjusts) REFERENCES bill (organization_id, id);

DROP INDEX bill_by_scope;

-- What a delivery made, for the newer one that replaces or adjusts it.
CREATE INDEX bill_by_scope ON bill (organization_id, usage_cycle, billing_account);

-- What adjusts a bill.
CREATE INDEX bill_by_adjusted ON bill (organization_id, adjusts) WHERE adjusts IS NOT NULL;

-- What is to be paid, and what is to be issued: few among many.
CREATE INDEX bill_open ON bill (organization_id, account_id, cycle) WHERE issued AND outstanding > 0;

CREATE INDEX bill_not_issued ON bill (organization_id, cycle, account_id) WHERE NOT issued;

CREATE INDEX monthly_bill_open ON monthly_bill (organization_id, account_id, cycle) WHERE outstanding > 0;

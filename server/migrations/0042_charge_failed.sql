-- Monthly bills that are overdue because their charge was given up: few, and looked at whenever charges are.
CREATE INDEX monthly_bill_charge_failed ON monthly_bill (organization_id) WHERE charge_failed;

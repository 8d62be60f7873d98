-- Contracted with us, and not through a reseller: only then refunds may settle past bills (S14).
ALTER TABLE credit_control ADD COLUMN directly_contracted BOOLEAN NOT NULL DEFAULT TRUE;

-- Ties main -> member that let the main account pay for the member. What belongs to one state is null in the others.
CREATE TABLE relation (
    organization_id   BIGINT NOT NULL,
    id                BIGINT NOT NULL,
    main_account_id   BIGINT NOT NULL,
    member_account_id BIGINT NOT NULL,
    -- `invited`, `active`, `declined` or `ended`; an invitation past its time counts as expired.
    state             TEXT   NOT NULL,
    invited_at        BIGINT NOT NULL,
    expires_at        BIGINT NOT NULL,
    accepted_at       BIGINT,
    -- When it was declined or ended.
    closed_at         BIGINT,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, main_account_id) REFERENCES account (organization_id, id),
    FOREIGN KEY (organization_id, member_account_id) REFERENCES account (organization_id, id)
);

CREATE INDEX relation_by_member ON relation (organization_id, member_account_id);

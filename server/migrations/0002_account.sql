-- Who is billed, in one currency.
CREATE TABLE account (
    organization_id BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    number          TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    kind            TEXT   NOT NULL,
    currency        TEXT   NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, number)
);

-- What stands on a bill about its payer; the row valid on the bill date counts.
CREATE TABLE tax_profile (
    organization_id BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    valid_from      TEXT   NOT NULL,
    valid_to        TEXT,
    legal_name      TEXT   NOT NULL,
    tax_number      TEXT   NOT NULL,
    address         TEXT   NOT NULL,
    contact         TEXT   NOT NULL,
    PRIMARY KEY (organization_id, account_id, valid_from),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id)
);

CREATE TABLE product (
    organization_id BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    code            TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, code)
);

CREATE TABLE application (
    organization_id  BIGINT NOT NULL,
    id               BIGINT NOT NULL,
    code             TEXT   NOT NULL,
    name             TEXT   NOT NULL,
    app_key          TEXT,
    whatsapp_account TEXT,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, code)
);

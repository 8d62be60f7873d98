-- People who sign in.
CREATE TABLE portal_user (
    organization_id BIGINT  NOT NULL,
    id              BIGINT  NOT NULL,
    email           TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    role            TEXT    NOT NULL,
    locale          TEXT    NOT NULL,
    -- Sees every account of the organization; otherwise those of user_account.
    all_accounts    BOOLEAN NOT NULL,
    active          BOOLEAN NOT NULL,
    password_hash   TEXT    NOT NULL,
    created_at      BIGINT  NOT NULL,
    PRIMARY KEY (organization_id, id)
);

-- An email address leads to one user in the whole portal.
CREATE TABLE user_email (
    email           TEXT   NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    user_id         BIGINT NOT NULL
);

CREATE TABLE user_account (
    organization_id BIGINT NOT NULL,
    user_id         BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    PRIMARY KEY (organization_id, user_id, account_id),
    FOREIGN KEY (organization_id, user_id) REFERENCES portal_user (organization_id, id),
    FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, id)
);

-- Who is signed in. The token itself is only in the browser.
CREATE TABLE session (
    token_sha256    TEXT   NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    user_id         BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    last_seen_at    BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL
);

CREATE INDEX session_by_user ON session (organization_id, user_id);

-- Failed sign-ins, by a hash of what was tried, so that guessing slows down on every server at once.
CREATE TABLE sign_in_failure (
    subject   TEXT   NOT NULL,
    failed_at BIGINT NOT NULL,
    nonce     BIGINT NOT NULL,
    PRIMARY KEY (subject, failed_at, nonce)
);

CREATE TABLE bill_view (
    organization_id BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    user_id         BIGINT NOT NULL,
    name            TEXT   NOT NULL,
    query           TEXT   NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, user_id, name),
    FOREIGN KEY (organization_id, user_id) REFERENCES portal_user (organization_id, id)
);

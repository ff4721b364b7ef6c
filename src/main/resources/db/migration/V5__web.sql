-- What a POST with an Idempotency-Key made, so that its repetition gives the same again
create table idempotency (
    owner varchar(200) not null,
    operation varchar(40) not null,
    idempotency_key varchar(255) not null,
    body_sha256 varchar(64) not null,
    resource_id uuid not null,
    created_at timestamp with time zone not null,
    primary key (owner, operation, idempotency_key)
);

create index idempotency_by_age on idempotency (created_at);

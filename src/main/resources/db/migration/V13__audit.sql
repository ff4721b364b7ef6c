-- Every change that a caller asked for, and every call that was not allowed, with what came of it.
create table audit (
  id uuid primary key,
  owner varchar(200) not null,
  key_id uuid,
  operation varchar(200) not null,
  subject varchar(200),
  status smallint not null,
  created_at timestamp with time zone not null
);
create index audit_by_age on audit (created_at);

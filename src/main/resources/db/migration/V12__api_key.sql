-- Who may call, by the digest of the key's text; the text itself is shown once and kept nowhere.
create table api_key (
  id uuid primary key,
  owner varchar(200) not null,
  sha256 varchar(64) not null,
  prefix varchar(20) not null,
  scopes varchar(100) not null,
  unfinished_jobs integer,
  stored_bytes bigint,
  requests_per_second integer,
  max_priority integer,
  from_environment boolean not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone
);
create unique index api_key_by_sha256 on api_key (sha256);

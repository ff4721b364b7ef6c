-- A blob is its head and rows of 64 KiB. Only what is 'kept' is referred to by another row.
create table stored_blob (
  id uuid primary key,
  size bigint not null,
  state varchar(8) not null,
  touched_at timestamp with time zone not null
);
create index stored_blob_by_state on stored_blob (state, touched_at);

create table stored_chunk (
  blob_id uuid not null,
  number integer not null,
  crc32c bigint not null,
  content bytea not null,
  primary key (blob_id, number)
);

-- The bytes of a data set lie in blobs: the file and the labels as uploaded, and its rows in typed blocks.
create table dataset (
  id uuid primary key,
  owner varchar(200) not null,
  name varchar(400) not null,
  file_name varchar(400) not null,
  sha256 varchar(64) not null,
  bytes bigint not null,
  description text not null,
  file_id uuid not null,
  labels_id uuid,
  blocks_id uuid not null,
  blocks_size bigint not null,
  claims bigint not null,
  created_at timestamp with time zone not null
);
create index dataset_by_owner on dataset (owner, id);

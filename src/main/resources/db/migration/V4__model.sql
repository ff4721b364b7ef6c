create table model (
  id uuid primary key,
  owner varchar(200) not null,
  name varchar(400) not null,
  job_id uuid,
  dataset_id uuid not null,
  parameters bigint not null,
  weights_id uuid not null,
  weights_size bigint not null,
  weights_sha256 varchar(64) not null,
  created_at timestamp with time zone not null
);
create unique index model_by_job on model (job_id);
create index model_by_owner on model (owner, id);
create index model_by_name on model (owner, name, id);

-- What a client sees of a model beside its head, and how raw rows are encoded for it, as JSON.
create table model_document (
  model_id uuid primary key,
  content text not null,
  encoding text not null
);

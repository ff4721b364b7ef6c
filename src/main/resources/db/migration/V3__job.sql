-- A job: what was asked, where it stands, and who may write to it. Every change of status is one
-- conditional update of this row; "attempt" fences the writes of a worker that lost it.
create table job (
  id uuid primary key,
  owner varchar(200) not null,
  name varchar(400) not null,
  task varchar(20) not null,
  dataset_id uuid not null,
  model_json varchar(1000000) not null,
  training_json varchar(1000000) not null,
  warnings_json varchar(1000000) not null,
  priority smallint not null,
  warm_start_model_id uuid,
  reproduces_job_id uuid,
  stop_at_updates bigint,
  status varchar(20) not null,
  status_sequence bigint not null,
  phase varchar(20),
  stop_reason varchar(20),
  error_json varchar(20000),
  attempt integer not null,
  generation integer not null,
  fruitless_starts integer not null,
  worker varchar(50),
  epochs integer not null,
  epoch integer not null,
  batch integer not null,
  batches integer not null,
  updates bigint not null,
  samples_per_second double precision,
  eta_seconds double precision,
  train_loss double precision,
  train_score double precision,
  validation_loss double precision,
  validation_score double precision,
  model_id uuid,
  weights_sha256 varchar(64),
  reproduction_json varchar(2000),
  queued_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  updated_at timestamp with time zone not null
);
create index job_owner_idx on job (owner, id);
create index job_queue_idx on job (status, priority desc, queued_at);
create index job_dataset_idx on job (dataset_id);

-- One row an epoch; written with the checkpoint that holds the epoch.
create table job_metric (
  job_id uuid not null references job (id) on delete cascade,
  epoch integer not null,
  train_loss double precision,
  train_score double precision,
  validation_loss double precision,
  validation_score double precision,
  lr double precision not null,
  grad_norm double precision,
  seconds double precision not null,
  primary key (job_id, epoch)
);

-- States to go on from: the newest two of a job.
create table job_checkpoint (
  blob_id uuid primary key,
  job_id uuid not null,
  attempt integer not null,
  epoch integer not null,
  batch integer not null,
  updates bigint not null,
  train_seconds double precision not null,
  epoch_seconds double precision not null,
  finished boolean not null,
  created_at timestamp with time zone not null
);
create index job_checkpoint_job_idx on job_checkpoint (job_id, updates desc);

-- What happened to a job, numbered per job by the row's own status_sequence.
create table job_event (
  job_id uuid not null references job (id) on delete cascade,
  sequence bigint not null,
  status varchar(20) not null,
  stop_reason varchar(20),
  attempt integer not null,
  worker varchar(50),
  model_id uuid,
  error_json varchar(20000),
  detail varchar(1000),
  created_at timestamp with time zone not null,
  primary key (job_id, sequence)
);

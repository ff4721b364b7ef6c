-- A sweep: what is tried in which way, and where it stands. Every decision about it is one
-- conditional update of this row, in the transaction that ends a trial.
create table sweep (
  id uuid primary key,
  owner varchar(200) not null,
  name varchar(400) not null,
  tags_json varchar(50000) default '{}' not null,
  about varchar(4000),
  dataset_id uuid not null,
  model_json varchar(1000000) not null,
  training_json varchar(1000000) not null,
  space_json varchar(1000000) not null,
  strategy_json varchar(2000) not null,
  metric varchar(40) not null,
  maximize boolean not null,
  parallel integer,
  seed bigint not null,
  epochs integer not null,
  trials integer not null,
  status varchar(20) not null,
  generation integer not null,
  rung integer not null,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  updated_at timestamp with time zone not null
);
create index sweep_owner_idx on sweep (owner, id);
create index sweep_by_name on sweep (owner, name, id);
create index sweep_status_idx on sweep (status);

-- A trial is a job. It waits for the others of its sweep once it has so many epochs; its value is
-- the best of the sweep's metric up to where it was left last.
alter table job add column sweep_id uuid;
alter table job add column trial integer;
alter table job add column rung integer;
alter table job add column rest_at_epoch integer;
alter table job add column trial_value double precision;
create index job_sweep_idx on job (sweep_id, trial);

-- A thousand epochs of a job once more, packed into one row, so that a long training is read at once.
-- Absent of what was stored before.
create table job_metric_pack (
  job_id uuid not null references job (id) on delete cascade,
  first_epoch integer not null,
  content bytea not null,
  primary key (job_id, first_epoch)
);

-- What a chart takes of a thousand epochs of a job, so that a long training is drawn from a few rows.
-- Absent of what was stored before.
create table job_metric_outline (
  job_id uuid not null references job (id) on delete cascade,
  first_epoch integer not null,
  content bytea not null,
  primary key (job_id, first_epoch)
);

-- Packs now say of which epochs layers were measured; without one, epochs are read from their rows.
delete from job_metric_pack;

-- When an unfinished job is cancelled, whatever it is doing.
alter table job add column expires_at timestamp with time zone;
create index job_by_deadline on job (expires_at);

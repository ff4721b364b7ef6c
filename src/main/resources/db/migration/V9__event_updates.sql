-- How far a training was when its status changed; unknown of what happened before.
alter table job_event add column updates bigint;

-- Layers that do not learn, as a list of their indexes in JSON; absent: all learn.
alter table job add column freeze_json varchar(20000);
create index job_warm_start_idx on job (warm_start_model_id);

-- What a request calls by its name is found by it
create index if not exists dataset_by_name on dataset (owner, name, id);
create index if not exists job_by_name on job (owner, name, id);

-- Filters of lists, each by an index in the order of the newest, which the order has to name for H2 to take it.
create index job_by_status on job (owner, status, id);
create index job_by_dataset on job (owner, dataset_id, id);

-- The other data set whose rows are a job's test part; it cannot be deleted while the job is unfinished.
alter table job add column test_dataset_id uuid;
create index job_test_dataset on job (test_dataset_id);

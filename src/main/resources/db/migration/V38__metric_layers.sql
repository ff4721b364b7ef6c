-- What an epoch told of each layer; null where nothing was measured.
alter table job_metric add column layers_json varchar(1000000);

-- The epoch by which a training is judged, and settings by which lists are sorted.
alter table job add column best_epoch integer;
alter table job add column best_train_loss double precision;
alter table job add column best_train_score double precision;
alter table job add column best_validation_loss double precision;
alter table job add column best_validation_accuracy double precision;
alter table job add column best_validation_r2 double precision;
alter table job add column lr double precision;
alter table job add column batch_size integer;
alter table job add column seed bigint;

update job set best_epoch = (
  select m.epoch from job_metric m
  where m.job_id = job.id and abs(m.validation_loss) <= 1.7976931348623157e308
  order by
    case
      when job.training_json like '%"metric":"validation_accuracy"%' then -m.validation_score
      when job.training_json like '%"metric":"validation_r2"%' then -m.validation_score
      when job.training_json like '%"metric":"train_accuracy"%' then -m.train_score
      when job.training_json like '%"metric":"train_r2"%' then -m.train_score
      when job.training_json like '%"metric":"train_loss"%' then m.train_loss
      else m.validation_loss
    end,
    m.epoch
  fetch first 1 rows only);
update job set best_epoch = (
  select m.epoch from job_metric m
  where m.job_id = job.id and abs(m.train_loss) <= 1.7976931348623157e308
  order by
    case
      when job.training_json like '%"metric":"train_accuracy"%' then -m.train_score
      when job.training_json like '%"metric":"train_r2"%' then -m.train_score
      else m.train_loss
    end,
    m.epoch
  fetch first 1 rows only)
where best_epoch is null;
update job set
  best_train_loss = (
    select m.train_loss from job_metric m where m.job_id = job.id and m.epoch = job.best_epoch),
  best_train_score = (
    select m.train_score from job_metric m where m.job_id = job.id and m.epoch = job.best_epoch),
  best_validation_loss = (
    select m.validation_loss from job_metric m
    where m.job_id = job.id and m.epoch = job.best_epoch),
  best_validation_accuracy = (
    select m.validation_score from job_metric m
    where m.job_id = job.id and m.epoch = job.best_epoch and job.task = 'CLASSIFICATION'),
  best_validation_r2 = (
    select m.validation_score from job_metric m
    where m.job_id = job.id and m.epoch = job.best_epoch and job.task = 'REGRESSION')
where best_epoch is not null;

update job set lr = cast(replace(
    substring(training_json, position('"lr":' in training_json) + 5,
      position(',' in substring(training_json, position('"lr":' in training_json) + 5)) - 1),
    '}', '') as double precision)
where training_json like '%"lr":%,%';
update job set batch_size = cast(replace(
    substring(training_json, position('"batch_size":' in training_json) + 13,
      position(',' in substring(training_json, position('"batch_size":' in training_json) + 13)) - 1),
    '}', '') as integer)
where training_json like '%"batch_size":%,%';
update job set seed = cast(replace(
    substring(training_json, position('"seed":' in training_json) + 7,
      position(',' in substring(training_json, position('"seed":' in training_json) + 7)) - 1),
    '}', '') as bigint)
where training_json like '%"seed":%,%';

create index job_by_finished on job (owner, finished_at, id);
create index job_by_speed on job (owner, samples_per_second, id);
create index job_by_best_loss on job (owner, best_validation_loss, id);
create index job_by_best_accuracy on job (owner, best_validation_accuracy, id);
create index job_by_best_r2 on job (owner, best_validation_r2, id);
create index job_by_lr on job (owner, lr, id);
create index job_by_batch_size on job (owner, batch_size, id);
create index job_by_epochs on job (owner, epochs, id);
create index job_by_seed on job (owner, seed, id);

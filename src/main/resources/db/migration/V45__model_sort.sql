-- Numbers by which lists of models are sorted: how good a model is on its validation part, and settings of its training.
alter table model add column validation_loss double precision;
alter table model add column validation_accuracy double precision;
alter table model add column validation_r2 double precision;
alter table model add column lr double precision;
alter table model add column batch_size integer;
alter table model add column epochs integer;
alter table model add column seed bigint;

-- Of models that are there they come out of their documents; what is no number there stays absent.
create table model_number (
  model_id uuid not null,
  name varchar(20) not null,
  word text not null,
  primary key (model_id, name)
);
insert into model_number
  select id, 'validation', substring(document, position('"validation":{"loss":' in document) + 14) || ','
  from model where document like '%"validation":{"loss":%';
insert into model_number
  select model_id, 'loss', substring(word, position('"loss":' in word) + 7) || ','
  from model_number where name = 'validation';
insert into model_number
  select n.model_id, 'accuracy', substring(n.word, position('"accuracy":' in n.word) + 11) || ','
  from model_number n join model m on m.id = n.model_id
  where n.name = 'validation' and m.document like '%"task":"classification"%' and n.word like '%"accuracy":%';
insert into model_number
  select n.model_id, 'r2', substring(n.word, position('"r2":' in n.word) + 5) || ','
  from model_number n join model m on m.id = n.model_id
  where n.name = 'validation' and m.document like '%"task":"regression"%' and n.word like '%"r2":%';
insert into model_number
  select id, 'lr', substring(document, position('"lr":' in document) + 5) || ','
  from model where document like '%"lr":%';
insert into model_number
  select id, 'batch_size', substring(document, position('"batch_size":' in document) + 13) || ','
  from model where document like '%"batch_size":%';
insert into model_number
  select id, 'epochs', substring(document, position('"epochs":' in document) + 9) || ','
  from model where document like '%"epochs":%';
insert into model_number
  select id, 'seed', substring(document, position('"seed":' in document) + 7) || ','
  from model where document like '%"seed":%';
update model_number set word = replace(substring(word, 1, position(',' in word) - 1), '}', '');
delete from model_number where word = '' or replace(translate(word, '0123456789.eE+-', '000000000000000'), '0', '') <> '';
update model set
  validation_loss = (
    select cast(word as double precision) from model_number where model_id = model.id and name = 'loss'),
  validation_accuracy = (
    select cast(word as double precision) from model_number where model_id = model.id and name = 'accuracy'),
  validation_r2 = (
    select cast(word as double precision) from model_number where model_id = model.id and name = 'r2'),
  lr = (select cast(word as double precision) from model_number where model_id = model.id and name = 'lr'),
  batch_size = (select cast(word as integer) from model_number where model_id = model.id and name = 'batch_size'),
  epochs = (select cast(word as integer) from model_number where model_id = model.id and name = 'epochs'),
  seed = (select cast(word as bigint) from model_number where model_id = model.id and name = 'seed');
drop table model_number;

create index model_by_loss on model (owner, validation_loss, id);
create index model_by_accuracy on model (owner, validation_accuracy, id);
create index model_by_r2 on model (owner, validation_r2, id);
create index model_by_lr on model (owner, lr, id);
create index model_by_batch_size on model (owner, batch_size, id);
create index model_by_epochs on model (owner, epochs, id);
create index model_by_seed on model (owner, seed, id);

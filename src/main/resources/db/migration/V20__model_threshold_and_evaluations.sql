-- From which probability the second of two classes is answered; absent: the likelier one is.
alter table model add column threshold double precision;

-- What a model was measured to be on other data; goes with the model.
create table model_evaluation (
  id uuid primary key,
  model_id uuid not null references model (id) on delete cascade,
  owner varchar(200) not null,
  content text not null,
  created_at timestamp with time zone not null
);
create index model_evaluation_by_model on model_evaluation (model_id, id);

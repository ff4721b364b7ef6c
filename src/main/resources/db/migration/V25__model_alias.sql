-- Names that each point at one model of their owner, and where they pointed.
create table model_alias (
  id uuid primary key,
  owner varchar(200) not null,
  alias varchar(400) not null,
  model_id uuid not null references model (id),
  updated_at timestamp with time zone not null
);
create unique index model_alias_by_name on model_alias (owner, alias);
create index model_alias_by_model on model_alias (model_id);

-- Without a model: the alias was taken away.
create table model_alias_move (
  id uuid primary key,
  owner varchar(200) not null,
  alias varchar(400) not null,
  model_id uuid,
  created_at timestamp with time zone not null
);
create index model_alias_move_by_name on model_alias_move (owner, alias, id);

-- How many models of a name there ever were, so that the number of a deleted one is not given again.
create table model_name (
  owner varchar(200) not null,
  name varchar(400) not null,
  versions integer not null,
  primary key (owner, name)
);
insert into model_name select owner, name, count(*) from model group by owner, name;

alter table model add column version integer default 0 not null;
update model set version = (
  select count(*) from model other
  where other.owner = model.owner and other.name = model.name and other.id <= model.id);
create unique index model_by_version on model (owner, name, version);
drop index model_by_name;

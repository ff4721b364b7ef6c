-- What a client says of a thing beside its name: tags as a JSON object, and a text.
alter table job add column tags_json varchar(50000) default '{}' not null;
alter table job add column about varchar(4000);
alter table dataset add column tags_json varchar(50000) default '{}' not null;
alter table dataset add column about varchar(4000);
alter table model add column tags_json varchar(50000) default '{}' not null;
alter table model add column about varchar(4000);

-- The same tags as words "key:value", by which lists find what has them.
create table tag (
  item_id uuid not null,
  word varchar(600) not null,
  owner varchar(200) not null,
  primary key (item_id, word)
);
create index tag_by_word on tag (owner, word, item_id);

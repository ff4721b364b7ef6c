-- What a client sees of a model stands in its row. How raw rows are encoded for it may be large, and stays apart.
alter table model add column document text;
update model set document = (
  select content from model_document where model_document.model_id = model.id);
alter table model alter column document set not null;
alter table model_document drop column content;
alter table model_document rename to model_encoding;
alter table model_encoding add foreign key (model_id) references model (id) on delete cascade;
